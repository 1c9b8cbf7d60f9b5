//! Reviewing a packet: its sessions on a strip, what needs eyes, what was said about it, and the decision.

mod adherence;
mod course;
mod hours;
mod trends;
mod waiting;

pub use adherence::{AdherenceForm, AdherenceItem, AdherenceStep, RatingView};
pub use course::{
    AnswerLine, CourseEyeView, CourseEyeWhat, FieldView, PieceSigned, ReviewedCourse,
    ReviewedEntry, ReviewedPiece, whole,
};
pub use hours::{Hours, HoursKind, HoursLine, HoursSum, SaidBy, WriteHours};
pub use trends::{PairTrend, TrendLine, TrendsView};
pub use waiting::ReviewWaits;

use crate::packets::{ReviewRole, ThreadLine, thread_id};
use crate::people::Person;
use crate::session::plan::{SessionPlan, plan};
use crate::session::show::{deviation_view, view};
use crate::session::titles::Titles;
use crate::session::touch::TouchOutside;
use crate::session::view::{DeviationView, SessionView};
use crate::sign::{SignatureAsks, SignatureMeaning, TakenBack};
use clinic::review::{Account, Event, Place, QueryState, RowId};
use clinic::session::eyes::{Concern, Eye};
use clinic::session::strip::{Lane, Mark};
use companion::packets::Read;
use companion::review::{Carried, Reviewed};
use companion::{Companion, Error, Secret, SessionId};
use serde::{Deserialize, Serialize};
use std::fmt;
#[cfg(test)]
use ts_rs::TS;

/// A thread with everything in it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ReviewView {
    pub line: ThreadLine,
    /// Person id of whoever looks.
    pub me: String,
    /// Entries of the author's chain when it was sealed, and its short code.
    pub chain: ChainPoint,
    pub sessions: Vec<ReviewedSession>,
    /// What went along of the client's course.
    pub course: Option<ReviewedCourse>,
    /// Packets of the same author that cannot be read as they were kept: nothing is compared with them.
    pub damaged: Vec<String>,
    pub queries: Vec<QueryView>,
    /// Comments, private notes and supervisions, oldest first.
    pub notes: Vec<NoteView>,
    /// How much needs the looker's eyes still.
    pub unseen: u32,
    /// Queries of the looker that are not closed.
    pub unsettled: u32,
    /// What a signature of the looker needs.
    pub asks: SignatureAsks,
}

/// Where the author's chain was.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ChainPoint {
    pub entries: u64,
    pub short_code: String,
}

/// A session of a packet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ReviewedSession {
    pub plan: SessionPlan,
    /// As it ended, with its whole log.
    pub view: SessionView,
    pub eyes: Vec<EyeView>,
    pub strip: Vec<StripMark>,
    /// Process notes that came without their words.
    pub left_out: u64,
    /// Signatures as they came, and those of its reviewers since.
    pub signatures: Vec<CarriedSignature>,
    /// The looker signed it, and what they accepted then stands.
    pub signed: bool,
    /// The form by which its protocol lets a reviewer rate it.
    pub adherence: Option<AdherenceForm>,
}

/// Something that needs eyes.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct EyeView {
    pub key: String,
    pub at_ms: i64,
    /// The entry to look at.
    pub entry: Option<u64>,
    /// The looker saw it.
    pub seen: bool,
    pub what: EyeWhat,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub enum EyeWhat {
    LineCrossed,
    NobodyTold,
    RedFlag,
    PutOff { in_a_row: u8 },
    Deviation { deviation: DeviationView },
    Amended,
    Struck,
    EnteredLate { by_ms: i64 },
    Gap,
    ClockStepped,
    Effect { peak: u8 },
    TouchOutside { why: TouchOutside },
    TouchRefused,
    TouchNarrowed,
    TouchAlone,
    NoTouchAgreement,
    Starred,
    ChangedSinceAccepted,
}

/// Something on the day strip.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct StripMark {
    pub lane: StripLane,
    pub from_ms: i64,
    /// None: a moment.
    pub until_ms: Option<i64>,
    pub entry: u64,
    /// Initials, on the lane of who was there.
    pub person: Option<String>,
    /// Drawn heavier: starred, unwanted, missed, the client's words.
    pub heavy: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub enum StripLane {
    Dose,
    Effect,
    Touch,
    Present,
    Note,
    PutOff,
    Check,
    Line,
    Quiet,
    Gap,
}

/// A signature that came with a session, or that a reviewer made in the thread.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct CarriedSignature {
    pub name: String,
    pub initials: String,
    pub meaning: SignatureMeaning,
    /// In which role a reviewer signed, where one is named.
    pub role: Option<ReviewRole>,
    pub wall_ms: i64,
    pub zone_minutes: i16,
    /// Ed25519 holds, it speaks of the rows that the packet names, and the key is not known here as another's.
    pub holds: bool,
    /// The key is known here as this person's.
    pub known: bool,
    /// Something of the session was amended after this was signed.
    pub amended_since: bool,
    /// Its signer, a reviewer, took back what they had accepted.
    pub taken_back: Option<TakenBack>,
}

/// Names a row of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct RowRef {
    pub by: String,
    pub n: u64,
}

/// What something is pinned to: an entry of a session, an entry of the course (no session), or the packet as a whole (neither).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct PinnedTo {
    pub session: Option<String>,
    pub entry: Option<u64>,
    /// One field of the entry: a sign of a reading, or one that an entry of the course names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub field: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub enum QueryStanding {
    Open,
    Answered,
    Closed,
}

/// A query and what was said about it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct QueryView {
    pub row: RowRef,
    pub on: PinnedTo,
    pub state: QueryStanding,
    /// The looker asked it.
    pub mine: bool,
    /// The question first.
    pub said: Vec<SaidView>,
}

/// Words in a thread.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct SaidView {
    pub name: String,
    pub wall_ms: i64,
    pub zone_minutes: i16,
    pub what: SaidWhat,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub enum SaidWhat {
    Asked,
    Answered,
    Closed,
    Reopened,
}

/// A comment, a private note, or a supervision.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct NoteView {
    pub row: RowRef,
    pub name: String,
    pub wall_ms: i64,
    pub zone_minutes: i16,
    pub on: PinnedTo,
    pub text: String,
    pub what: NoteWhat,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub enum NoteWhat {
    Comment,
    /// Never leaves this vault.
    Private,
    Supervised {
        /// The day: `2026-03-02`.
        on: String,
        minutes: u16,
        /// Name of who agreed.
        agreed: Option<String>,
        /// The looker may agree.
        to_agree: bool,
    },
}

/// An act in a thread.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ReviewRequest {
    pub thread: String,
    #[serde(rename = "do")]
    pub act: ReviewDo,
}

#[derive(Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub enum ReviewDo {
    Seen {
        session: String,
        eye: String,
    },
    SeenInCourse {
        eye: String,
    },
    Comment {
        on: PinnedTo,
        text: String,
    },
    Ask {
        on: PinnedTo,
        text: String,
    },
    Answer {
        query: RowRef,
        text: String,
    },
    Close {
        query: RowRef,
    },
    Reopen {
        query: RowRef,
        reason: String,
    },
    Accept,
    Return {
        reason: String,
    },
    Withdraw {
        reason: String,
    },
    /// The author saw that what was accepted was taken back.
    TakenBackSeen {
        of: RowRef,
    },
    Note {
        on: PinnedTo,
        text: String,
    },
    Supervised {
        /// The day: `2026-03-02`.
        on: String,
        minutes: u16,
        topics: String,
    },
    Agree {
        of: RowRef,
    },
    /// Rates an item of the protocol's form.
    Rate {
        session: String,
        item: String,
        /// None: the record does not show it.
        value: Option<u8>,
        /// The entry that shows it; a value has one.
        entry: Option<u64>,
        text: String,
    },
}

impl fmt::Debug for ReviewDo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReviewDo")
    }
}

/// Signs a session, or a part of the course, that was accepted.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ReviewSign {
    pub thread: String,
    pub session: Option<String>,
    /// A part of the course, by its name.
    pub part: Option<String>,
    /// Passphrase or PIN, as asked.
    pub proof: String,
}

impl fmt::Debug for ReviewSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReviewSign")
    }
}

impl RowRef {
    fn id(&self) -> Result<RowId, Error> {
        let by = self
            .by
            .parse()
            .map_err(|_| Error::Unknown { what: "query" })?;
        Ok(RowId { by, n: self.n })
    }
}

impl From<RowId> for RowRef {
    fn from(id: RowId) -> RowRef {
        RowRef {
            by: id.by.to_string(),
            n: id.n,
        }
    }
}

impl PinnedTo {
    fn place(&self) -> Result<Place, Error> {
        let unknown = |_| Error::Unknown { what: "session" };
        let session = self.session.as_deref().map(str::parse::<SessionId>);
        let session = session.transpose().map_err(unknown)?;
        Ok(match (session, self.entry, &self.field) {
            (session, Some(seq), Some(field)) => Place::Field {
                session,
                seq,
                field: field.clone(),
            },
            (Some(session), Some(seq), None) => Place::Entry { session, seq },
            (None, Some(seq), None) => Place::CourseEntry { seq },
            (None, None, None) => Place::Whole,
            (_, None, _) => return Err(Error::BadInput { what: "place" }),
        })
    }
}

impl From<&Place> for PinnedTo {
    fn from(place: &Place) -> PinnedTo {
        let (session, entry) = match place {
            Place::Whole => (None, None),
            Place::CourseEntry { seq } => (None, Some(*seq)),
            Place::Entry { session, seq } => (Some(*session), Some(*seq)),
            Place::Field { session, seq, .. } => (*session, Some(*seq)),
        };
        PinnedTo {
            session: session.map(|session| session.to_string()),
            entry,
            field: place.field().map(str::to_owned),
        }
    }
}

impl ReviewDo {
    fn event(&self) -> Result<Event, Error> {
        Ok(match self {
            ReviewDo::Seen { session, eye } => Event::Seen {
                session: session
                    .parse()
                    .map_err(|_| Error::Unknown { what: "session" })?,
                eye: eye.clone(),
            },
            ReviewDo::SeenInCourse { eye } => Event::SeenInCourse { eye: eye.clone() },
            ReviewDo::Comment { on, text } => Event::Commented {
                on: on.place()?,
                text: text.clone(),
            },
            ReviewDo::Ask { on, text } => Event::Asked {
                on: on.place()?,
                text: text.clone(),
            },
            ReviewDo::Answer { query, text } => Event::Answered {
                query: query.id()?,
                // Filled in by the record.
                after: 0,
                text: text.clone(),
            },
            ReviewDo::Close { query } => Event::Closed { query: query.id()? },
            ReviewDo::Reopen { query, reason } => Event::Reopened {
                query: query.id()?,
                reason: reason.clone(),
            },
            ReviewDo::Accept => Event::Accepted,
            ReviewDo::Return { reason } => Event::Returned {
                reason: reason.clone(),
            },
            ReviewDo::Withdraw { reason } => Event::DecisionWithdrawn {
                reason: reason.clone(),
            },
            ReviewDo::TakenBackSeen { of } => Event::WithdrawalSeen { of: of.id()? },
            ReviewDo::Note { on, text } => Event::NotedPrivately {
                on: on.place()?,
                text: text.clone(),
            },
            ReviewDo::Supervised {
                on,
                minutes,
                topics,
            } => Event::Supervised {
                on: on.parse().map_err(|_| Error::BadInput { what: "date" })?,
                minutes: *minutes,
                topics: topics.clone(),
            },
            ReviewDo::Agree { of } => Event::SupervisionAgreed { of: of.id()? },
            ReviewDo::Rate {
                session,
                item,
                value,
                entry,
                text,
            } => Event::Rated {
                session: session
                    .parse()
                    .map_err(|_| Error::Unknown { what: "session" })?,
                item: item.clone(),
                value: *value,
                entry: *entry,
                text: text.clone(),
            },
        })
    }
}

impl ReviewRequest {
    /// Acts, and answers what stands there then.
    pub fn run(&self, companion: &mut Companion) -> Result<ReviewView, Error> {
        let thread = thread_id(&self.thread)?;
        companion.review_act(thread, self.act.event()?)?;
        ReviewView::of(companion, &self.thread)
    }
}

impl ReviewSign {
    /// Signs, and answers what stands there then.
    pub fn run(self, companion: &mut Companion) -> Result<ReviewView, Error> {
        let thread = thread_id(&self.thread)?;
        let proof = Secret::new(self.proof);
        match (&self.session, &self.part) {
            (Some(session), None) => {
                let session = session
                    .parse()
                    .map_err(|_| Error::Unknown { what: "session" })?;
                companion.review_sign(thread, session, Some(&proof))?;
            }
            (None, Some(part)) => companion.review_sign_part(thread, part, Some(&proof))?,
            _ => return Err(Error::BadInput { what: "part" }),
        }
        ReviewView::of(companion, &self.thread)
    }
}

impl ReviewView {
    /// A thread as it stands.
    pub fn of(companion: &mut Companion, thread: &str) -> Result<ReviewView, Error> {
        let reviewed = companion.review(thread_id(thread)?)?;
        let line = ThreadLine::of(companion, &reviewed.thread)?;
        let training = companion.vault_opened()?.training;
        let (entries, short_code) = companion.packet_chain(&reviewed.thread)?;
        let me = reviewed.me;
        let sessions = reviewed
            .sessions
            .iter()
            .map(|read| {
                let carried = companion.carried(read, &reviewed.thread)?;
                Ok(session(read, carried, &reviewed, training))
            })
            .collect::<Result<_, Error>>()?;
        let course = reviewed.course.as_ref();
        let course = course
            .map(|course| ReviewedCourse::of(companion, course, &reviewed))
            .transpose()?;
        Ok(ReviewView {
            line,
            me: me.to_string(),
            chain: ChainPoint {
                entries,
                short_code,
            },
            sessions,
            course,
            damaged: reviewed.damaged.iter().map(ToString::to_string).collect(),
            queries: queries(&reviewed),
            notes: notes(&reviewed),
            unseen: u32::try_from(reviewed.thread.review.unseen(me, &reviewed.needs))
                .unwrap_or(u32::MAX),
            unsettled: u32::try_from(reviewed.thread.review.unsettled(me)).unwrap_or(u32::MAX),
            asks: reviewed.asks.into(),
        })
    }
}

fn session(
    read: &Read,
    carried: Vec<Carried>,
    reviewed: &Reviewed,
    training: bool,
) -> ReviewedSession {
    let live = &read.live;
    let rows = live.session.rows();
    let stamp = rows.last().expect("a session has rows").entered;
    let board = live.session.board(stamp);
    let titles = Titles::of(live);
    let seen = reviewed.thread.review.seen(reviewed.me);
    let people = live.session.people().iter().map(|person| Person {
        id: person.id.to_string(),
        name: person.name.clone(),
        initials: person.initials.clone(),
        roles: person.roles.iter().map(|role| (*role).into()).collect(),
        has_pin: false,
        has_passphrase: false,
    });
    ReviewedSession {
        plan: plan(live, training, people.collect()),
        view: view(live, &board, &stamp, String::new(), 0),
        eyes: read
            .eyes()
            .into_iter()
            .map(|eye| EyeView {
                seen: seen.contains(&(Account::Session(live.row.id), eye.key.clone())),
                at_ms: eye.at.0,
                entry: eye.entry,
                what: what(&titles, &eye),
                key: eye.key,
            })
            .collect(),
        strip: live
            .session
            .strip()
            .into_iter()
            .map(|mark| on_strip(&titles, &mark))
            .collect(),
        left_out: read.process_notes_left_out,
        signatures: carried.into_iter().map(CarriedSignature::from).collect(),
        signed: reviewed.thread.review.signed(reviewed.me, live.row.id),
        adherence: live
            .session
            .protocol()
            .adherence
            .as_ref()
            .map(|form| AdherenceForm::of(form, live.row.id, reviewed)),
    }
}

impl From<Carried> for CarriedSignature {
    fn from(one: Carried) -> CarriedSignature {
        CarriedSignature {
            name: one.name,
            initials: one.initials,
            meaning: one.meaning.into(),
            role: one.role.map(ReviewRole::from),
            wall_ms: one.wall_ms,
            zone_minutes: one.zone_minutes,
            holds: one.holds,
            known: one.known,
            amended_since: one.amended_since,
            taken_back: one.taken_back.map(TakenBack::from),
        }
    }
}

fn what(titles: &Titles<'_>, eye: &Eye) -> EyeWhat {
    match &eye.concern {
        Concern::LineCrossed => EyeWhat::LineCrossed,
        Concern::NobodyTold => EyeWhat::NobodyTold,
        Concern::RedFlag => EyeWhat::RedFlag,
        Concern::PutOff { in_a_row } => EyeWhat::PutOff {
            in_a_row: *in_a_row,
        },
        Concern::Deviation(deviation) => EyeWhat::Deviation {
            deviation: deviation_view(titles, deviation),
        },
        Concern::Amended => EyeWhat::Amended,
        Concern::Struck => EyeWhat::Struck,
        Concern::EnteredLate { by } => EyeWhat::EnteredLate { by_ms: by.0 },
        Concern::Gap => EyeWhat::Gap,
        Concern::ClockStepped => EyeWhat::ClockStepped,
        Concern::Effect { peak } => EyeWhat::Effect { peak: *peak },
        Concern::TouchOutside { why } => EyeWhat::TouchOutside { why: (*why).into() },
        Concern::TouchRefused => EyeWhat::TouchRefused,
        Concern::TouchNarrowed => EyeWhat::TouchNarrowed,
        Concern::TouchAlone => EyeWhat::TouchAlone,
        Concern::NoTouchAgreement => EyeWhat::NoTouchAgreement,
        Concern::Starred => EyeWhat::Starred,
        Concern::ChangedSinceAccepted => EyeWhat::ChangedSinceAccepted,
    }
}

fn on_strip(titles: &Titles<'_>, mark: &Mark) -> StripMark {
    StripMark {
        lane: match mark.lane {
            Lane::Dose => StripLane::Dose,
            Lane::Effect => StripLane::Effect,
            Lane::Touch => StripLane::Touch,
            Lane::Present => StripLane::Present,
            Lane::Note => StripLane::Note,
            Lane::PutOff => StripLane::PutOff,
            Lane::Check => StripLane::Check,
            Lane::Line => StripLane::Line,
            Lane::Quiet => StripLane::Quiet,
            Lane::Gap => StripLane::Gap,
        },
        from_ms: mark.from.0,
        until_ms: mark.until.map(|until| until.0),
        entry: mark.entry,
        person: mark.person.map(|person| titles.initials(person)),
        heavy: mark.heavy,
    }
}

fn queries(reviewed: &Reviewed) -> Vec<QueryView> {
    let review = &reviewed.thread.review;
    review
        .queries()
        .into_iter()
        .filter_map(|query| {
            let Event::Asked { on, .. } = &review.row(query.id)?.event else {
                return None;
            };
            let said = std::iter::once(query.id)
                .chain(query.said)
                .filter_map(|id| said(reviewed, id))
                .collect();
            Some(QueryView {
                row: query.id.into(),
                on: on.into(),
                state: match query.state {
                    QueryState::Open => QueryStanding::Open,
                    QueryState::Answered => QueryStanding::Answered,
                    QueryState::Closed => QueryStanding::Closed,
                },
                mine: query.id.by == reviewed.me,
                said,
            })
        })
        .collect()
}

fn said(reviewed: &Reviewed, id: RowId) -> Option<SaidView> {
    let row = reviewed.thread.review.row(id)?;
    let (what, text) = match &row.event {
        Event::Asked { text, .. } => (SaidWhat::Asked, text.as_str()),
        Event::Answered { text, .. } => (SaidWhat::Answered, text.as_str()),
        Event::Closed { .. } => (SaidWhat::Closed, ""),
        Event::Reopened { reason, .. } => (SaidWhat::Reopened, reason.as_str()),
        _ => return None,
    };
    Some(SaidView {
        name: row.name.clone(),
        wall_ms: row.wall_ms,
        zone_minutes: row.zone_minutes,
        what,
        text: text.to_owned(),
    })
}

fn notes(reviewed: &Reviewed) -> Vec<NoteView> {
    let review = &reviewed.thread.review;
    let rows = review.rows().into_iter();
    rows.filter_map(|(id, row)| {
        let (on, text, what) = match &row.event {
            Event::Commented { on, text } => (on.into(), text, NoteWhat::Comment),
            // Nobody else's, whoever may look into this vault's packets.
            Event::NotedPrivately { on, text } if id.by == reviewed.me => {
                (on.into(), text, NoteWhat::Private)
            }
            Event::Supervised {
                on,
                minutes,
                topics,
            } => {
                let agreed = review.agreed(id).and_then(|by| review.row(by));
                let what = NoteWhat::Supervised {
                    on: on.to_string(),
                    minutes: *minutes,
                    agreed: agreed.map(|row| row.name.clone()),
                    to_agree: agreed.is_none() && id.by != reviewed.me,
                };
                ((&Place::Whole).into(), topics, what)
            }
            _ => return None,
        };
        Some(NoteView {
            row: id.into(),
            name: row.name.clone(),
            wall_ms: row.wall_ms,
            zone_minutes: row.zone_minutes,
            on,
            text: text.clone(),
            what,
        })
    })
    .collect()
}
