//! How far signatures reach, and how far they must.

use super::{Object, Statement, Wanting};
use clinic::id::{ClientId, PersonId};
use clinic::people::Role;
use clinic::rights::Right;
use std::collections::BTreeMap;
use store::signatures::About;

/// What a signature must reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The last row of its list that speaks of it.
    pub(crate) last: u64,
    /// For a session or an entry of one: whose course amends it, and the last row that does.
    pub(crate) amended: Option<(ClientId, u64)>,
    /// The very rows that it is made of, rising; none: everything up to the last is signed.
    pub(crate) rows: Vec<u64>,
    /// It can be signed as it stands; else there is only what was signed before.
    pub(crate) signable: bool,
    /// Who signs first.
    pub(crate) first: First,
    /// Its words, and who signed them, are not for whoever has the pen.
    pub(crate) hidden: bool,
}

/// Who signs something first, as its author; others then say that they read it and agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    /// Whoever signs.
    Anybody,
    /// Who wrote it.
    Only(PersonId),
    /// Whoever may write courses.
    WhoWritesCare,
}

impl First {
    /// Whether somebody with these roles may be the first.
    pub(super) fn may(self, person: PersonId, roles: &[Role]) -> bool {
        match self {
            First::Anybody => true,
            First::Only(author) => author == person,
            First::WhoWritesCare => Right::WriteCare.held_by(roles),
        }
    }
}

impl Reach {
    /// The whole list up to a row.
    pub(crate) fn up_to(last: u64) -> Reach {
        Reach {
            last,
            amended: None,
            rows: Vec::new(),
            signable: true,
            first: First::Anybody,
            hidden: false,
        }
    }

    pub(super) fn reached_by(&self, said: &Statement) -> bool {
        let amended = said.amended.as_ref().map(|amended| amended.last);
        // Of very rows neither more nor fewer: what answers it now is what was signed.
        said.rows == self.rows && self.reached((said.last, amended))
    }

    pub(super) fn reached(&self, (last, amended): (u64, Option<u64>)) -> bool {
        last >= self.last && amended >= self.amended.map(|(_, last)| last)
    }
}

/// How far the signatures under one thing reach that were not voided, and whether any was.
#[derive(Debug, Default)]
pub(super) struct Under {
    pub(super) reached: Option<(u64, Option<u64>)>,
    pub(super) voided: bool,
}

/// By what is signed, and whether by its author; otherwise by whoever has the pen, beside the author.
#[derive(Debug, Default)]
pub(super) struct SoFar(pub(super) BTreeMap<(About, Option<String>, bool), Under>);

impl SoFar {
    pub(super) fn wanting(&self, object: &Object, reach: &Reach) -> Option<Wanting> {
        let under = |author| self.0.get(&(object.about(), object.part(), author));
        let author = under(true);
        match author.and_then(|under| under.reached) {
            None if author.is_some_and(|under| under.voided) => return Some(Wanting::Voided),
            None => return Some(Wanting::New),
            Some(reached) if !reach.reached(reached) => return Some(Wanting::Added),
            Some(_) => {}
        }
        // Whoever signed beside the author and whose signature was voided is told so.
        let beside = under(false)?;
        (beside.voided && beside.reached.is_none()).then_some(Wanting::Voided)
    }
}
