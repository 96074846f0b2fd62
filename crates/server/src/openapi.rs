//! The description of the API, made from the same declarations as the routes.

use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, OpenApi as Description, SecurityRequirement};

#[derive(OpenApi)]
#[openapi(info(
    title = "danso",
    description = "Population information system for Viet Nam. docs/http.md says what this cannot.",
    license(name = "Apache-2.0", identifier = "Apache-2.0")
))]
struct Base;

/// What all addresses share: the ways to say who one is.
pub(crate) fn base() -> Description {
    let mut description = Base::openapi();
    let components = description.components.get_or_insert_with(Components::new);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("danso_session"))));
    let either = ["token", "cookie"].map(|name| SecurityRequirement::new::<_, [String; 0], String>(name, []));
    description.security = Some(either.to_vec());
    description
}

/// The whole description, as `/api/openapi.json` gives it and `docs/openapi.json` keeps it.
#[must_use]
pub fn openapi() -> Description {
    crate::routes::api().split_for_parts().1
}
