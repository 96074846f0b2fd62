//! What was read for a push of a device, kept for its next: a phone that was without network for days sends one push after the other, all
//! about the same households.

use crate::load::Keys;
use crate::world::World;
use danso_model::DeviceId;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Events kept for all devices together, about a kilobyte each.
const EVENTS: usize = 100_000;

/// What is known about the subjects of earlier pushes of a device.
#[derive(Default)]
pub(crate) struct Held {
    /// The commits up to which it is true.
    pub(crate) count: u64,
    pub(crate) world: World,
    pub(crate) keys: Keys,
}

/// By device, the one used last at the end.
#[derive(Default)]
pub(crate) struct HeldWorlds(Mutex<VecDeque<(DeviceId, Held)>>);

impl HeldWorlds {
    fn all(&self) -> MutexGuard<'_, VecDeque<(DeviceId, Held)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what is kept for a device; two pushes at once do not share it.
    pub(crate) fn take(&self, device: DeviceId) -> Option<Held> {
        let mut all = self.all();
        let at = all.iter().position(|(whose, _)| *whose == device)?;
        all.remove(at).map(|(_, held)| held)
    }

    /// Keeps it, and drops what was not used for longest when there is too much.
    pub(crate) fn put(&self, device: DeviceId, held: Held) {
        let mut all = self.all();
        all.retain(|(whose, _)| *whose != device);
        all.push_back((device, held));
        let mut events: usize = all.iter().map(|(_, held)| held.world.len()).sum();
        while events > EVENTS {
            let Some((_, dropped)) = all.pop_front() else { break };
            events -= dropped.world.len();
        }
    }

    /// Forgets everything, so that nothing erased stays in memory.
    pub(crate) fn clear(&self) {
        self.all().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Held, HeldWorlds};
    use danso_model::DeviceId;

    #[test]
    fn what_is_kept_is_given_out_once() {
        let worlds = HeldWorlds::default();
        let device = DeviceId::from_bytes([1; 16]);
        assert!(worlds.take(device).is_none());
        worlds.put(device, Held { count: 1, ..Held::default() });
        worlds.put(device, Held { count: 2, ..Held::default() });
        assert_eq!(worlds.take(device).map(|held| held.count), Some(2));
        assert!(worlds.take(device).is_none());
    }
}
