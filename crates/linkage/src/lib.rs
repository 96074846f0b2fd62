//! Record linkage: who is who in two lists without a common number, and how sure that is. No IO and no clock.
