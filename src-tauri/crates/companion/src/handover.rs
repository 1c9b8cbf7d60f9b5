//! The computer is in the client's hands: one measure or the two ratings of a visit, nothing else, until a person of the vault takes it back by PIN.
//!
//! **Invariant:** while it is handed over, the shell runs no other verb ([`Companion::handed_over`] is asked before each), so
//! that a page loaded anew leads nowhere else. Answers are kept as they are given, sealed, and survive a kill.

use crate::measures::{MeasureLine, TakenNow};
use crate::{Companion, Error, Secret};
use clinic::course::event::{Mode, Value};
use clinic::course::{Act, Refusal};
use clinic::id::hex;
use clinic::id::{ClientId, PersonId, RequestKey};
use clinic::measure::{Answer, Answers, Asked};
use clinic::protocol::course::ItemKind;
use clinic::time::Date;
use store::scratch::DraftRow;
use vault::entropy::make_bytes;

/// Where the client stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Questions are being answered.
    Asking,
    /// An answer must not wait: the form stopped, a person is called.
    Called,
    /// All is kept; the computer waits to be given back.
    Done,
}

/// What the client is asked.
#[derive(Debug, Clone)]
pub enum Asks {
    /// A measure, and what for.
    Measure(Box<MeasureLine>, String),
    /// How safe with and how understood by the team they felt in this visit: answers [`RATINGS`], 0 to 10.
    Rating(String),
}

/// Names of the two ratings of a visit.
pub const RATINGS: [&str; 2] = ["safe", "understood"];

/// What is handed over.
#[derive(Debug, Clone)]
pub struct Handover {
    /// Whose answers.
    pub client: ClientId,
    /// What is asked.
    pub asks: Asks,
    /// What was answered so far.
    pub answers: Answers,
    /// Where the client stands.
    pub stage: Stage,
    /// What the clinic's own plan says to the client where an answer does not wait; empty where its protocol has none.
    pub plan: Vec<String>,
    /// Items whose answer did not wait, and that a person has seen.
    seen: Vec<String>,
    request: RequestKey,
}

/// What a person does who takes the computer back in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// The client goes on with the questions.
    GoOn,
    /// What was answered is kept as it is.
    Keep,
    /// Nothing is kept now; the answers wait for another time.
    Leave,
}

/// The clinic's own plan beside an answer that did not wait, for the pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrisisNow {
    /// What the client reads.
    pub client: Vec<String>,
    /// What the pair goes by.
    pub team: Vec<String>,
    /// The client's own safety plan, as it stands in the course.
    pub own: Option<OwnPlan>,
}

/// A client's own safety plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPlan {
    /// The day on which it was agreed.
    pub on: Date,
    /// Its lines in the order of the protocol: heading, the client's words.
    pub lines: Vec<(String, String)>,
    /// What was taken away from it since, oldest first.
    pub narrowed: Vec<(Date, String)>,
}

/// What a person finds who has the computer back after an answer that did not wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// Whose answer it is.
    pub code: String,
    /// Short name of the measure; empty where whoever asks it has it before them.
    pub measure: String,
    /// Items whose answer did not wait.
    pub items: Vec<String>,
    /// The clinic's plan; none: no course is open, or its protocol has none.
    pub plan: Option<CrisisNow>,
}

impl Asks {
    fn place(&self) -> String {
        match self {
            Asks::Measure(line, _) => format!("measure {}", &hex(&line.digest)[..16]),
            Asks::Rating(visit) => format!("rating {visit}"),
        }
    }

    fn fits(&self, answers: &Answers) -> Result<(), Error> {
        match self {
            Asks::Measure(line, _) => {
                (line.measure.fits(answers)).map_err(|bad| Error::Course(bad.into()))
            }
            Asks::Rating(_) => {
                let fits = |(id, answer): (&String, &Answer)| {
                    RATINGS.contains(&id.as_str()) && matches!(answer, Answer::One(0..=10))
                };
                if answers.iter().all(fits) {
                    Ok(())
                } else {
                    Err(Error::Course(Refusal::DoesNotFit))
                }
            }
        }
    }

    /// Items whose answer does not wait.
    fn stops(&self, answers: &Answers) -> Vec<String> {
        match self {
            Asks::Measure(line, _) => {
                let stops = line.measure.stops(answers).into_iter();
                stops.map(|item| item.id.clone()).collect()
            }
            Asks::Rating(_) => Vec::new(),
        }
    }
}

/// One of the two ratings. Nothing is kept of one alone.
fn rating(answers: &Answers, id: &str) -> Result<u8, Error> {
    match answers.get(id) {
        Some(Answer::One(value)) => {
            u8::try_from(*value).map_err(|_| Error::Course(Refusal::DoesNotFit))
        }
        _ => Err(Error::Course(Refusal::DoesNotFit)),
    }
}

impl Companion {
    /// Whether the computer is in a client's hands.
    pub fn handed_over(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.handover.is_some())
    }

    /// What is handed over.
    pub fn handover(&self) -> Result<Option<&Handover>, Error> {
        Ok(self.open()?.handover.as_ref())
    }

    /// Hands the computer over. Answers that were given before and never kept are there again.
    pub fn handover_begin(
        &mut self,
        client: ClientId,
        measure: &str,
        occasion: &str,
    ) -> Result<(), Error> {
        self.may_hand_over()?;
        let line = self.measure_named(measure)?;
        if line.measure.items.is_empty() || line.measure.asked == Asked::Interviewer {
            return Err(Error::Course(Refusal::ModeNotAllowed));
        }
        let asks = Asks::Measure(Box::new(line), occasion.trim().to_owned());
        self.hand_over(client, asks)
    }

    /// Hands the computer over for the two ratings of a visit that was held or is open, and was not rated.
    pub fn handover_rate(&mut self, client: ClientId, visit: &str) -> Result<(), Error> {
        self.may_hand_over()?;
        let act = Act::RateAlliance {
            visit,
            safe: 0,
            understood: 0,
            mode: Some(Mode::Client),
        };
        self.course_tries(client, &act)?;
        self.hand_over(client, Asks::Rating(visit.to_owned()))
    }

    fn may_hand_over(&self) -> Result<(), Error> {
        if !self.session_live().is_empty() {
            return Err(Error::SessionLive);
        }
        if self.open()?.store.is_backup() {
            // Nothing that a client answers could be kept.
            return Err(Error::Backup);
        }
        Ok(())
    }

    fn hand_over(&mut self, client: ClientId, asks: Asks) -> Result<(), Error> {
        let request = RequestKey(make_bytes(&mut self.entropy)?);
        let answers = self.answers_waiting(client, &asks)?;
        let plan = self.crisis(client).map_or(Vec::new(), |plan| plan.client);
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.handover = Some(Handover {
            client,
            asks,
            stage: Stage::Asking,
            seen: Vec::new(),
            answers,
            plan,
            request,
        });
        Ok(())
    }

    /// The clinic's plan of a client's course, for whoever asks a measure and hears an answer that does not wait.
    pub fn course_crisis(&mut self, client: ClientId) -> Result<Stopped, Error> {
        let code = self.open()?.client_code(client)?;
        Ok(Stopped {
            code,
            measure: String::new(),
            items: Vec::new(),
            plan: self.crisis(client),
        })
    }

    /// The clinic's plan of a client's course. A course that cannot be read is named by `verify`; it neither keeps a client
    /// from answering nor a person from taking the computer back.
    fn crisis(&mut self, client: ClientId) -> Option<CrisisNow> {
        let now = self.course_now(client).ok()?;
        let (protocol, standing) = now.under?;
        let plan = protocol.course.as_ref()?;
        let crisis = plan.crisis.as_ref()?;
        let own = crisis.safety_plan.as_ref().and_then(|id| {
            let answered = standing.items.iter().find(|item| item.id == *id)?;
            let (Value::Agreement { parts }, ItemKind::Agreement(lines)) =
                (&answered.value, &plan.item(id)?.kind)
            else {
                return None;
            };
            let said = lines.iter().filter_map(|line| {
                let words = parts.get(&line.id)?;
                Some((line.title.clone(), words.clone()))
            });
            Some(OwnPlan {
                on: answered.on,
                lines: said.collect(),
                narrowed: answered.narrowed.clone(),
            })
        });
        Some(CrisisNow {
            client: crisis.client.clone(),
            team: crisis.team.clone(),
            own,
        })
    }

    /// Answers that were given and never kept.
    fn answers_waiting(&self, client: ClientId, asks: &Asks) -> Result<Answers, Error> {
        let open = self.open()?;
        let key = open
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        let forms = open.store.forms(client, key)?;
        let form = forms.into_iter().find(|(name, _)| *name == asks.place());
        let answers: Answers = form
            .and_then(|(_, row)| serde_json::from_str(&row.text).ok())
            .unwrap_or_default();
        // The file is the same by its digest, so what was answered fits it.
        Ok(if asks.fits(&answers).is_ok() {
            answers
        } else {
            Answers::new()
        })
    }

    /// Keeps the answers as they stand. An answer that must not wait stops the form.
    pub fn handover_keep(&mut self, answers: Answers) -> Result<(), Error> {
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let handover = open.handover.as_mut().ok_or(Error::NotAllowed)?;
        if handover.stage != Stage::Asking {
            return Err(Error::NotAllowed);
        }
        handover.asks.fits(&answers)?;
        let stops = handover.asks.stops(&answers);
        let called = stops.iter().any(|item| !handover.seen.contains(item));
        let row = DraftRow {
            v: 1,
            text: serde_json::to_string(&answers)
                .map_err(|_| Error::BadInput { what: "answers" })?,
            caret: 0,
        };
        let key = open
            .keys
            .get(&handover.client)
            .ok_or(Error::Unknown { what: "client" })?;
        open.store
            .form_keep(handover.client, &handover.asks.place(), &row, key, entropy)?;
        handover.answers = answers;
        if called {
            handover.stage = Stage::Called;
        }
        Ok(())
    }

    /// The client is through: what was answered is kept in the record.
    pub fn handover_finish(&mut self) -> Result<(), Error> {
        let handover = self.handover()?.ok_or(Error::NotAllowed)?;
        if handover.stage != Stage::Asking {
            return Err(Error::NotAllowed);
        }
        self.handover_record()
    }

    fn handover_record(&mut self) -> Result<(), Error> {
        let handover = self.handover()?.ok_or(Error::NotAllowed)?.clone();
        match &handover.asks {
            Asks::Measure(line, occasion) => {
                let taken = TakenNow {
                    client: handover.client,
                    measure: hex(&line.digest),
                    mode: Mode::Client,
                    answers: handover.answers.clone(),
                    occasion: occasion.clone(),
                    on: None,
                };
                self.measure_take(&taken, Some(handover.request))?;
            }
            Asks::Rating(visit) => {
                let [safe, understood] = RATINGS.map(|id| rating(&handover.answers, id));
                let act = Act::RateAlliance {
                    visit,
                    safe: safe?,
                    understood: understood?,
                    mode: Some(Mode::Client),
                };
                self.course_act(handover.client, Some(handover.request), &act, None)?;
            }
        }
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        if let Some(handover) = open.handover.as_mut() {
            handover.stage = Stage::Done;
        }
        let nothing = DraftRow {
            v: 1,
            text: String::new(),
            caret: 0,
        };
        if let Some(key) = open.keys.get(&handover.client) {
            open.store.form_keep(
                handover.client,
                &handover.asks.place(),
                &nothing,
                key,
                entropy,
            )?;
        }
        Ok(())
    }

    /// A person of the vault takes the computer back. Where an answer did not wait, the clinic's plan and the client's own are
    /// answered; not to a client who goes on.
    pub fn handover_end(
        &mut self,
        person: PersonId,
        pin: &Secret,
        back: Back,
    ) -> Result<Option<Stopped>, Error> {
        let stage = self.handover()?.ok_or(Error::NotAllowed)?.stage;
        self.person_prove(person, pin)?;
        if back == Back::Keep && stage != Stage::Done {
            self.handover_record()?;
        }
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if let (Back::GoOn, Some(handover)) = (back, open.handover.as_mut())
            && stage != Stage::Done
        {
            handover.seen = handover.asks.stops(&handover.answers);
            handover.stage = Stage::Asking;
            return Ok(None);
        }
        let Some(handover) = open.handover.take() else {
            return Ok(None);
        };
        let items = handover.asks.stops(&handover.answers);
        if items.is_empty() {
            return Ok(None);
        }
        let measure = match &handover.asks {
            Asks::Measure(line, _) => line.measure.short.clone(),
            Asks::Rating(_) => String::new(),
        };
        let plan = self.crisis(handover.client);
        Ok(Some(Stopped {
            code: self.open()?.client_code(handover.client)?,
            measure,
            items,
            plan,
        }))
    }
}
