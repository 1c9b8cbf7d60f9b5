//! The cohort: every client of the open vault in numbers. Those put away are counted too; of those erased nothing is left but
//! that they were.

use crate::{Companion, Error, Open};
use clinic::cohort::{Cohort, Held, Member, cohort, lone};
use clinic::id::ClientId;
use clinic::time::Date;

pub use clinic::cohort::{
    Check, Effects, Group, LEAST, Nth, Place, Row, Sessions, Spread, Table, Taken,
};

/// The cohort as it stands.
#[derive(Debug, Clone)]
pub struct Now {
    /// Its numbers; none: there are too few clients.
    pub cohort: Option<Cohort>,
    /// Clients who were erased; none: hidden.
    pub erased: Option<u64>,
    /// Records that cannot be read are left out; `verify` names them.
    pub unread: bool,
}

impl Open {
    fn member(&mut self, client: ClientId, today: Date) -> Result<Member, Error> {
        let mut sessions = Vec::new();
        for row in self.store.sessions_of(client)? {
            if row.ended_wall_ms.is_none() {
                continue;
            }
            let held = match self.told.get(&row.id) {
                Some(held) => held.clone(),
                None => {
                    let held = Held::of(&self.session_replay(row.id)?.session);
                    self.told.insert(row.id, held.clone());
                    held
                }
            };
            sessions.extend(held);
        }
        sessions.sort_by_key(|held| held.on);
        let now = self.course_now(client, today)?;
        let under = now.under.as_ref().and_then(|(protocol, standing)| {
            let plan = protocol.course.as_ref()?;
            Some((plan, standing))
        });
        Ok(Member::of(&now.course, under, sessions))
    }
}

impl Companion {
    /// The cohort of the open vault today.
    pub fn cohort(&mut self) -> Result<Now, Error> {
        let today = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let clients = open.store.clients()?;
        let erased = clients.iter().filter(|row| row.wrapped.is_none()).count();
        let ids: Vec<ClientId> = open.keys.keys().copied().collect();
        let (mut members, mut unread) = (Vec::new(), false);
        for client in ids {
            match open.member(client, today) {
                Ok(member) => members.push(member),
                // One damaged record does not shut the page; it is said that something is left out.
                Err(_) => unread = true,
            }
        }
        Ok(Now {
            cohort: cohort(&members),
            erased: lone(erased),
            unread,
        })
    }
}
