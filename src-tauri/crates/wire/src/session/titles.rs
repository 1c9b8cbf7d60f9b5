//! Ids of a session resolved to the protocol's words and to people's initials.

use clinic::id::PersonId;
use clinic::people::Person;
use clinic::protocol::{GateId, Limit, Protocol, Reason};
use clinic::session::Session;
use clinic::session::event::{CheckId, Dose, Event};
use companion::process::Seen;
use companion::session::{AmendedLater, Live};

/// The words of one session.
pub struct Titles<'a> {
    pub protocol: &'a Protocol,
    pub session: &'a Session,
    pub people: &'a [Person],
    /// What was amended after its end.
    pub amended: &'a [AmendedLater],
    /// What whoever looks may read of its process notes.
    pub process: &'a Seen,
}

impl<'a> Titles<'a> {
    pub fn of(live: &'a Live) -> Titles<'a> {
        Titles {
            protocol: live.session.protocol(),
            session: &live.session,
            people: live.session.people(),
            amended: &live.amended,
            process: &live.process,
        }
    }

    pub fn initials(&self, id: PersonId) -> String {
        let known = self.people.iter().find(|person| person.id == id);
        known.map_or_else(|| "?".to_owned(), |person| person.initials.clone())
    }

    fn limit_of(&self, flag: u64) -> Option<&'a Limit> {
        let row = self.session.rows().get(usize::try_from(flag).ok()?)?;
        match &row.event {
            Event::FlagRaised { crossing, .. } => self.limit(&crossing.limit),
            _ => None,
        }
    }

    pub fn limit(&self, id: &str) -> Option<&'a Limit> {
        self.protocol.limits.iter().find(|limit| limit.id == id)
    }

    pub fn flag_line(&self, flag: u64) -> u16 {
        self.limit_of(flag).map_or(0, |limit| limit.cite.line)
    }

    pub fn flag_until(&self, flag: u64) -> u8 {
        self.limit_of(flag)
            .and_then(|limit| limit.recheck.as_ref())
            .map_or(0, |recheck| recheck.until_inside)
    }

    /// Words of a check: its series, or what its repeat measures.
    pub fn check(&self, id: CheckId) -> String {
        match id {
            CheckId::Planned { series, .. } => self
                .protocol
                .series
                .get(usize::from(series))
                .map(|series| series.title.clone())
                .unwrap_or_default(),
            CheckId::Recheck { flag, .. } => {
                let sign = self
                    .limit_of(flag)
                    .map(|limit| limit.sign.name().replace('_', " "));
                sign.unwrap_or_default()
            }
        }
    }

    pub fn check_line(&self, id: CheckId) -> u16 {
        match id {
            CheckId::Planned { series, .. } => self
                .protocol
                .series
                .get(usize::from(series))
                .map_or(0, |series| series.cite.line),
            CheckId::Recheck { flag, .. } => self.flag_line(flag),
        }
    }

    pub fn checks(&self, ids: &[CheckId]) -> Vec<String> {
        let mut titles: Vec<String> = Vec::new();
        for id in ids {
            let title = self.check(*id);
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles
    }

    fn among(list: &[Reason], id: &str) -> String {
        list.iter()
            .find(|reason| reason.id == id)
            .map_or_else(|| id.to_owned(), |reason| reason.title.clone())
    }

    pub fn deferral(&self, id: &str) -> String {
        Self::among(&self.protocol.deferral.reasons, id)
    }
    pub fn missed(&self, id: &str) -> String {
        Self::among(&self.protocol.reasons.missed, id)
    }
    pub fn partial(&self, id: &str) -> String {
        Self::among(&self.protocol.reasons.partial, id)
    }
    pub fn supplemental(&self, id: &str) -> String {
        Self::among(&self.protocol.reasons.supplemental, id)
    }

    pub fn gate_item(&self, gate: GateId, item: &str) -> String {
        let gate = self.protocol.gates.iter().find(|known| known.id == gate);
        let item_known = gate.and_then(|gate| gate.items.iter().find(|known| known.id == item));
        item_known.map_or_else(|| item.to_owned(), |known| known.title.clone())
    }

    /// Words of a closing line; an open item of the leaving gate is named `leaving:ITEM`.
    pub fn closing(&self, id: &str) -> String {
        if let Some(item) = id.strip_prefix("leaving:") {
            return self.gate_item(GateId::Leaving, item);
        }
        let item = self
            .protocol
            .closing
            .items
            .iter()
            .find(|item| item.id == id);
        item.map_or_else(|| id.to_owned(), |item| item.title.clone())
    }

    pub fn step(&self, id: &str) -> String {
        let step = self.protocol.run_sheet.iter().find(|step| step.id == id);
        step.map_or_else(|| id.to_owned(), |step| step.title.clone())
    }

    pub fn phase(&self, id: &str) -> String {
        let phase = self.protocol.phases.iter().find(|phase| phase.id == id);
        phase.map_or_else(|| id.to_owned(), |phase| phase.title.clone())
    }

    pub fn effect(&self, id: &str) -> String {
        let effect = self.protocol.effects.iter().find(|effect| effect.id == id);
        effect.map_or_else(|| id.to_owned(), |effect| effect.title.clone())
    }

    /// Words of the effect that began with this entry.
    pub fn effect_begun(&self, seq: u64) -> String {
        let row = usize::try_from(seq)
            .ok()
            .and_then(|index| self.session.rows().get(index));
        match row.map(|row| &row.event) {
            Some(Event::EffectBegan { effect, text, .. }) if effect == "other" => text.clone(),
            Some(Event::EffectBegan { effect, .. }) => self.effect(effect),
            _ => String::new(),
        }
    }

    pub fn tag(&self, id: &str) -> String {
        let tag = self.protocol.tags.iter().find(|tag| tag.id == id);
        tag.map_or_else(|| id.to_owned(), |tag| tag.title.clone())
    }

    pub fn contact(&self, id: &str) -> String {
        let contact = self
            .protocol
            .help
            .contacts
            .iter()
            .find(|contact| contact.id == id);
        contact.map_or_else(|| id.to_owned(), |contact| contact.title.clone())
    }

    pub fn red_flag(&self, id: &str) -> String {
        let kind = self.protocol.red_flags.iter().find(|kind| kind.id == id);
        kind.map_or_else(|| id.to_owned(), |kind| kind.title.clone())
    }

    pub fn dose(&self, dose: Dose) -> String {
        match (dose, &self.protocol.doses.supplemental) {
            (Dose::First, _) => self.protocol.doses.first.title.clone(),
            (Dose::Supplemental, Some(plan)) => plan.dose.title.clone(),
            (Dose::Supplemental, None) => String::new(),
        }
    }
}
