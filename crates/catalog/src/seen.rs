//! Facts as the engine reads them: converted once, whatever number of rules looks at them.

use crate::{Facts, engine};
use cel::common::types::{CelList, CelMap, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;

/// All names of a set of facts.
pub(crate) struct Seen<'v> {
    today: CelString<'v>,
    maps: [(&'static str, CelMap<'v>); 7],
    members: CelList<'v>,
    partners: CelList<'v>,
    codes: Option<&'v CelMap<'static>>,
}

impl<'v> Seen<'v> {
    pub(crate) fn new(facts: &'v Facts, codes: Option<&'v CelMap<'static>>) -> Self {
        Self {
            today: CelString::from(facts.today.as_str()),
            maps: [
                ("event", engine::map(&facts.event)),
                ("person", engine::map(&facts.person)),
                ("before", engine::map(&facts.before)),
                ("child", engine::map(&facts.child)),
                ("mother", engine::map(&facts.mother)),
                ("head", engine::map(&facts.head)),
                ("household", engine::map(&facts.household)),
            ],
            members: engine::list(&facts.members),
            partners: engine::list(&facts.partners),
            codes,
        }
    }
}

impl VariableResolver for Seen<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        match variable {
            "today" => Some(CowVal::Borrowed(&self.today)),
            "members" => Some(CowVal::Borrowed(&self.members)),
            "partners" => Some(CowVal::Borrowed(&self.partners)),
            "codes" => self.codes.map(|codes| CowVal::Borrowed(codes as &dyn Val)),
            name => find(&self.maps, name),
        }
    }
}

/// Some names anew over those of [`Seen`].
pub(crate) struct Overlay<'a, 'v> {
    pub(crate) under: &'a Seen<'v>,
    pub(crate) maps: &'a [(&'static str, CelMap<'v>)],
    pub(crate) members: Option<&'a CelList<'v>>,
}

impl VariableResolver for Overlay<'_, '_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        let members = self.members.filter(|_| variable == "members").map(|members| CowVal::Borrowed(members as &dyn Val));
        members.or_else(|| find(self.maps, variable)).or_else(|| self.under.resolve(variable))
    }
}

fn find<'b>(maps: &'b [(&'static str, CelMap<'_>)], name: &str) -> Option<CowVal<'b, 'b>> {
    maps.iter().find(|(known, _)| *known == name).map(|(_, map)| CowVal::Borrowed(map as &dyn Val))
}
