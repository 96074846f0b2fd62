//! HTTP: one endpoint one file, OpenAPI, the static app.
