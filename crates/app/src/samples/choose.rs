//! Drawing blind: so many of each collaborator's households, by a seed alone. Pure.

use danso_model::HouseholdId;

/// How many of each stratum: in proportion to its size by the largest remainder, at least one of each where there are enough to draw.
/// Never more than a stratum has.
pub(crate) fn allocate(sizes: &[usize], wanted: usize) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    let wanted = wanted.min(all);
    if all == 0 || wanted == 0 {
        return vec![0; sizes.len()];
    }
    let filled = sizes.iter().filter(|size| **size > 0).count();
    let least = usize::from(wanted >= filled);
    let mut drawn: Vec<usize> = sizes.iter().map(|size| (size * wanted / all).max(least.min(*size))).collect();
    // What is left goes by the size of the remainders, what is too much is taken back likewise; ties by order.
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(sizes[*at] * wanted % all), *at));
    while drawn.iter().sum::<usize>() < wanted {
        let before: usize = drawn.iter().sum();
        for at in &order {
            if drawn.iter().sum::<usize>() < wanted && drawn[*at] < sizes[*at] {
                drawn[*at] += 1;
            }
        }
        if drawn.iter().sum::<usize>() == before {
            break;
        }
    }
    while drawn.iter().sum::<usize>() > wanted {
        let most = (0..drawn.len()).max_by_key(|at| (drawn[*at], std::cmp::Reverse(*at)));
        let Some(most) = most.filter(|at| drawn[*at] > 0) else { break };
        drawn[most] -= 1;
    }
    drawn
}

/// So many of some households by a seed: those whose hash with it is least. The same seed draws the same ones.
pub(crate) fn choose(seed: u64, households: &[HouseholdId], count: usize) -> Vec<HouseholdId> {
    let hash = |id: &HouseholdId| {
        let mut hasher = blake3::Hasher::new_derive_key("danso samples 1 draw");
        hasher.update(&seed.to_be_bytes()).update(id.as_bytes());
        *hasher.finalize().as_bytes()
    };
    let mut drawn: Vec<([u8; 32], HouseholdId)> = households.iter().map(|id| (hash(id), *id)).collect();
    drawn.sort_unstable();
    drawn.into_iter().take(count).map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn strata_share_in_proportion_and_none_is_left_out() {
        assert_eq!(allocate(&[100, 50, 50], 20), [10, 5, 5]);
        assert_eq!(allocate(&[100, 1, 99], 10), [5, 1, 4]);
        assert_eq!(allocate(&[3, 0, 2], 99), [3, 0, 2]);
        assert_eq!(allocate(&[10, 10, 10], 2), [1, 1, 0]);
        assert_eq!(allocate(&[], 5), Vec::<usize>::new());
        for wanted in 0..=40 {
            let sizes = [7, 1, 0, 19, 13];
            let drawn = allocate(&sizes, wanted);
            assert_eq!(drawn.iter().sum::<usize>(), wanted, "{drawn:?}");
            assert!(drawn.iter().zip(sizes).all(|(drawn, size)| *drawn <= size));
        }
    }

    #[test]
    fn a_seed_draws_the_same_households_in_whatever_order_they_come() {
        let all: Vec<HouseholdId> = (0..50).map(|n| HouseholdId(Uuid::from_u128(n))).collect();
        let mut turned = all.clone();
        turned.reverse();
        assert_eq!(choose(7, &all, 5), choose(7, &turned, 5));
        assert_ne!(choose(7, &all, 5), choose(8, &all, 5));
        assert_eq!(choose(7, &all, 5), choose(7, &all, 9)[..5]);
    }

    #[test]
    fn every_household_is_drawn_as_often() {
        let all: Vec<HouseholdId> = (0..10).map(|n| HouseholdId(Uuid::from_u128(n))).collect();
        let mut times = [0_u32; 10];
        for seed in 0..2_000 {
            for id in choose(seed, &all, 3) {
                times[id.0.as_u128() as usize] += 1;
            }
        }
        // 600 each; five standard deviations are 102.
        assert!(times.iter().all(|times| times.abs_diff(600) < 102), "{times:?}");
    }
}
