//! Every address of the API, in folders like the addresses themselves.

mod catalog;
mod closing;
mod count;
mod devices;
mod duplicates;
mod entry;
mod events;
mod figure_people;
mod figures;
mod flows;
mod forecasts;
mod healthz;
mod households;
mod indicators;
mod me;
mod movers;
mod network;
mod openapi;
mod people;
mod quality;
mod reconciliations;
mod reorganisations;
mod reports;
mod review;
mod search;
mod session;
mod status;
mod sync;
mod training;
mod units;

use crate::state::Server;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All endpoints with their descriptions.
pub(crate) fn api() -> OpenApiRouter<Server> {
    OpenApiRouter::with_openapi(crate::openapi::base())
        .routes(routes!(session::create::create, session::delete::delete))
        .routes(routes!(me::me))
        .routes(routes!(devices::codes::codes))
        .routes(routes!(devices::enrol::enrol))
        .routes(routes!(catalog::catalog))
        .routes(routes!(sync::snapshot::snapshot))
        .routes(routes!(sync::push::push))
        .routes(routes!(sync::pull::pull))
        .routes(routes!(sync::differences::list, sync::differences::answer))
        .routes(routes!(units::unit))
        .routes(routes!(status::status))
        .routes(routes!(review::list::list))
        .routes(routes!(review::accept_clean::accept_clean))
        .routes(routes!(review::read::read))
        .routes(routes!(review::duplicates::duplicates))
        .routes(routes!(review::accept::accept))
        .routes(routes!(duplicates::list::list))
        .routes(routes!(duplicates::night::night))
        .routes(routes!(duplicates::pair::pair))
        .routes(routes!(duplicates::pair::preview))
        .routes(routes!(duplicates::act::merge))
        .routes(routes!(duplicates::act::apart))
        .routes(routes!(duplicates::act::undo))
        .routes(routes!(movers::list::list))
        .routes(routes!(movers::act::pair))
        .routes(routes!(movers::act::apart))
        .routes(routes!(review::give_back::give_back))
        .routes(routes!(events::record))
        .routes(routes!(entry::area))
        .routes(routes!(entry::key))
        .routes(routes!(count::count))
        .routes(routes!(flows::flows))
        .routes(routes!(indicators::indicators))
        .routes(routes!(figures::figures))
        .routes(routes!(figure_people::people))
        .routes(routes!(reports::report))
        .routes(routes!(forecasts::list::list, forecasts::list::create))
        .routes(routes!(forecasts::base::base))
        .routes(routes!(forecasts::read::read))
        .routes(routes!(forecasts::read::sectors))
        .routes(routes!(forecasts::file::file))
        .routes(routes!(quality::quality))
        .routes(routes!(people::people))
        .routes(routes!(search::search))
        .routes(routes!(households::household))
        .routes(routes!(households::sheet))
        .routes(routes!(closing::board::board))
        .routes(routes!(closing::list::list, closing::step::step))
        .routes(routes!(closing::read::read))
        .routes(routes!(closing::check::check))
        .routes(routes!(closing::file::file))
        .routes(routes!(closing::forms::forms))
        .routes(routes!(closing::revise::revise))
        .routes(routes!(closing::declare::declare))
        .routes(routes!(reorganisations::list::list, reorganisations::create::create))
        .routes(routes!(reorganisations::preview::preview))
        .routes(routes!(reorganisations::read::read, reorganisations::undo::undo))
        .routes(routes!(network::read::network))
        .routes(routes!(network::read::watch))
        .routes(routes!(network::read::statement))
        .routes(routes!(network::areas::put))
        .routes(routes!(network::areas::hand_over))
        .routes(routes!(network::accounts::disabled))
        .routes(routes!(network::accounts::password))
        .routes(routes!(network::accounts::revoke))
        .routes(routes!(network::outbox::bring_in))
        .routes(routes!(network::campaigns::list, network::campaigns::begin))
        .routes(routes!(network::campaigns::read, network::campaigns::end))
        .routes(routes!(training::complete))
        .routes(routes!(training::board))
        .routes(routes!(network::samples::list, network::samples::draw))
        .routes(routes!(network::samples::read))
        .routes(routes!(network::samples::form))
        .routes(routes!(network::samples::reading))
        .routes(routes!(network::samples::differences, network::samples::decide))
        .routes(routes!(network::samples::result))
        .routes(routes!(reconciliations::list::list, reconciliations::list::create))
        .routes(routes!(reconciliations::preview::preview))
        .routes(routes!(reconciliations::read::read))
        .routes(routes!(reconciliations::read::audit))
        .routes(routes!(reconciliations::read::destroy))
        .routes(routes!(reconciliations::rows::queue))
        .routes(routes!(reconciliations::rows::row))
        .routes(routes!(reconciliations::rows::answer, reconciliations::rows::undo))
        .routes(routes!(reconciliations::differences::list))
        .routes(routes!(reconciliations::differences::settle, reconciliations::differences::undo))
        .routes(routes!(reconciliations::handed::over))
        .routes(routes!(reconciliations::handed::back))
        .routes(routes!(reconciliations::differences::since))
        .routes(routes!(reconciliations::figures::coverage))
        .routes(routes!(reconciliations::figures::board))
        .routes(routes!(reconciliations::file::file))
        .routes(routes!(openapi::openapi))
        .routes(routes!(healthz::healthz))
}
