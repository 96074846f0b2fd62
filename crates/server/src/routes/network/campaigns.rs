//! `/api/network/campaigns`

use super::read::CommuneAsk;
use crate::body::{Asked, JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::network::{CampaignAsk, CampaignLine, CampaignReply, CampaignsReply};
use danso_model::CampaignId;
use uuid::Uuid;

/// Campaigns of review in a commune.
#[utoipa::path(
    get, path = "/api/network/campaigns", tag = "network",
    params(CommuneAsk),
    responses(
        (status = OK, body = CampaignsReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, not_a_commune"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<CommuneAsk>,
) -> Result<Json<CampaignsReply>, Problem> {
    Ok(Json(server.app.campaigns(&session.caller, &ask.unit).await?))
}

/// Begins a campaign.
#[utoipa::path(
    post, path = "/api/network/campaigns", tag = "network",
    request_body = CampaignAsk,
    responses(
        (status = OK, body = CampaignLine),
        (status = BAD_REQUEST, body = Problem, description = "not_a_commune, bad_day, campaign_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn begin(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<CampaignAsk>,
) -> Result<Json<CampaignLine>, Problem> {
    Ok(Json(server.app.begin_campaign(&session.caller, &ask).await?))
}

/// A campaign with its progress by area.
#[utoipa::path(
    get, path = "/api/network/campaigns/{id}", tag = "network",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = CampaignReply),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn read(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<CampaignReply>, Problem> {
    Ok(Json(server.app.campaign(&session.caller, CampaignId(id)).await?))
}

/// Ends a campaign before its last day.
#[utoipa::path(
    delete, path = "/api/network/campaigns/{id}", tag = "network",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = CampaignLine),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "campaign_over"),
    )
)]
pub(crate) async fn end(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<CampaignLine>, Problem> {
    Ok(Json(server.app.end_campaign(&session.caller, CampaignId(id)).await?))
}
