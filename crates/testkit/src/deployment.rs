//! Where the population lives and who works for it: hamlets, areas and accounts.

use danso_model::{AreaId, HamletId, UserId};

/// Hamlets, areas and accounts, in the order of their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deployment {
    /// Hamlets, commune by commune.
    pub hamlets: Vec<Hamlet>,
    /// Areas of work, commune by commune.
    pub areas: Vec<Area>,
    /// Accounts: administrator, nation, province and reader, then commune by commune its officer and collaborators.
    pub people: Vec<Account>,
}

/// A hamlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hamlet {
    /// Its id.
    pub id: HamletId,
    /// Its code: `31117.03`.
    pub code: String,
    /// Its name with the kind: `Ấp Tân Lợi`.
    pub name: String,
    /// What it is called in its place: `ấp`.
    pub kind: String,
    /// Code of its commune.
    pub commune: String,
    /// Code of the commune that it belonged to until 2025-06-30.
    pub old_commune: Option<String>,
}

/// The area of one collaborator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// Its number in the commune, from 1.
    pub number: u32,
    /// Its name: `Địa bàn 3`.
    pub name: String,
    /// Code of its commune.
    pub commune: String,
    /// Its hamlets: one, a part of one, or two.
    pub hamlets: Vec<HamletId>,
}

/// Someone who logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The id, as the events name their authors.
    pub id: UserId,
    /// `ctv.31117.03`, `xa.31117`, `tinh.92`, `tw`, `quantri`, `xem`.
    pub login: String,
    /// A person's name.
    pub name: String,
    /// What for.
    pub role: Role,
}

/// What an account is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Population collaborator of an area.
    Collaborator {
        /// Which.
        area: AreaId,
    },
    /// Officer of a commune.
    Commune {
        /// Its code.
        code: String,
    },
    /// Officer of the province.
    Province,
    /// The national level.
    Nation,
    /// Administrator of the installation.
    Admin,
    /// Sees figures of the province, no persons.
    Reader,
}
