//! What each role may see and do: one file a role, each asking every question about places inside and outside.
//!
//! The territory is two communes of one province and one of another:
//!
//! | hamlet | commune | area |
//! |---|---|---|
//! | `K1` | Cái Khế (31120) | `KHE` |
//! | `K2` | Cái Khế (31120) | `KHE` and `KHE_B`: two collaborators share it |
//! | `N1` | Ninh Kiều (31135) | `KIEU` |
//! | `H1` | Ba Đình (00004), province 01 | `HANOI` |

mod accounts;
mod admin;
mod collaborator;
mod commune;
mod duties;
mod earlier_trees;
mod misplaced;
mod nation;
mod province;
mod reader;
mod several;
mod world;
