//! Measures: what can be taken, the sheet to fill in, what was taken.

pub mod import;

use clinic::id::hex;
use clinic::measure::{Measure, Rule};
use companion::measures::TakenNow;
use companion::{ClientId, Companion, Error, RequestKey};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// A measure that can be taken.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct MeasureLine {
    /// SHA-256 of the file, hex: its true name.
    pub digest: String,
    /// `id vN`.
    pub name: String,
    pub title: String,
    pub short: String,
    pub asked: Asked,
    /// How many questions; nought: scores are entered.
    pub items: u32,
    /// It was used or brought here.
    pub kept: bool,
}

/// Who may give the answers.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub enum Asked {
    Client,
    Interviewer,
    Either,
}

/// Who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub enum Mode {
    Client,
    Asked,
    Entered,
}

/// Which measure, by its true name.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct MeasureRef {
    pub digest: String,
}

/// The whole of a measure, to be filled in or read.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct MeasureSheet {
    pub line: MeasureLine,
    pub language: String,
    pub recall: Option<String>,
    pub instruction: Option<String>,
    pub licence: String,
    pub attribution: Option<String>,
    /// Where its words, numbers and lines come from.
    pub sources: Vec<String>,
    pub items: Vec<MeasureItem>,
    pub scores: Vec<ScoreLine>,
    pub findings: Vec<FindingLine>,
}

/// One question.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct MeasureItem {
    pub id: String,
    pub text: String,
    pub heading: Option<String>,
    pub choices: Vec<Choice>,
    /// More than one may be given.
    pub several: bool,
    /// Asked only after this answer to an earlier item.
    pub asked_if: Option<AskedIf>,
    /// From this answer on the form stops and a person is called.
    pub stop_at: Option<i32>,
}

/// One answer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct Choice {
    pub value: i32,
    /// Empty in the middle of a plain scale.
    pub title: String,
}

/// On what an item hangs.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct AskedIf {
    pub item: String,
    pub is: i32,
}

/// A score with the lines others drew through it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct ScoreLine {
    pub id: String,
    pub title: String,
    /// A person enters it.
    pub entered: bool,
    /// Stored integers: the shown value times ten to the decimals.
    pub from: i32,
    pub to: i32,
    pub decimals: u8,
    pub bands: Vec<Band>,
    pub cuts: Vec<Cut>,
    pub changes: Vec<Change>,
}

/// A stretch of scores.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct Band {
    pub from: i32,
    /// Its last score.
    pub to: i32,
    pub title: String,
    pub population: String,
    /// Where it comes from, in words.
    pub source: String,
}

/// A line through the scores.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct Cut {
    pub at: i32,
    pub below: bool,
    pub title: String,
    pub population: String,
    /// Where it comes from, in words.
    pub source: String,
}

/// A size of change.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct Change {
    pub by: i32,
    pub title: String,
    pub population: String,
    /// Where it comes from, in words.
    pub source: String,
}

/// A rule that holds or does not.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct FindingLine {
    pub id: String,
    pub title: String,
}

/// One answer given.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct Answered {
    /// Item, or score that is entered.
    pub item: String,
    /// One value, or every box that was ticked where several may be.
    pub values: Vec<i32>,
}

impl std::fmt::Debug for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answered")
    }
}

/// A measure that was taken, to be kept.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "measures.ts"))]
pub struct TakeMeasure {
    /// 32 hex digits, made once a form: a retry is the same act.
    pub request: String,
    pub client: String,
    /// Digest of the measure.
    pub measure: String,
    pub mode: Mode,
    pub answers: Vec<Answered>,
    /// What for; may be empty.
    pub occasion: String,
    /// `2026-03-02`; today where nothing is said.
    pub on: Option<String>,
}

impl MeasureLine {
    /// A measure's line.
    pub fn of(line: &companion::measures::MeasureLine) -> MeasureLine {
        let measure = &line.measure;
        MeasureLine {
            digest: hex(&line.digest),
            name: measure.name(),
            title: measure.title.clone(),
            short: measure.short.clone(),
            asked: match measure.asked {
                clinic::measure::Asked::Client => Asked::Client,
                clinic::measure::Asked::Interviewer => Asked::Interviewer,
                clinic::measure::Asked::Either => Asked::Either,
            },
            items: u32::try_from(measure.items.len()).unwrap_or(u32::MAX),
            kept: line.kept,
        }
    }
}

impl MeasureSheet {
    /// The whole of a measure.
    pub fn of(line: &companion::measures::MeasureLine) -> MeasureSheet {
        let measure = &line.measure;
        MeasureSheet {
            line: MeasureLine::of(line),
            language: measure.language.clone(),
            recall: measure.recall.clone(),
            instruction: measure.instruction.clone(),
            licence: measure.licence.text.clone(),
            attribution: measure.licence.attribution.clone(),
            sources: measure.sources.iter().map(|one| one.text.clone()).collect(),
            items: measure
                .items
                .iter()
                .map(|item| MeasureItem::of(measure, item))
                .collect(),
            scores: measure
                .scores
                .iter()
                .map(|score| ScoreLine::of(score, measure))
                .collect(),
            findings: measure.findings.iter().map(FindingLine::of).collect(),
        }
    }

    /// A measure by its true name.
    pub fn by(companion: &Companion, of: &MeasureRef) -> Result<MeasureSheet, Error> {
        Ok(MeasureSheet::of(&companion.measure_named(&of.digest)?))
    }
}

impl MeasureItem {
    fn of(measure: &Measure, item: &clinic::measure::Item) -> MeasureItem {
        let set = measure.answers_of(item);
        let choices = set.into_iter().flat_map(|set| &set.choices);
        MeasureItem {
            id: item.id.clone(),
            text: item.text.clone(),
            heading: item.heading.clone(),
            choices: choices
                .map(|choice| Choice {
                    value: choice.value,
                    title: choice.title.clone(),
                })
                .collect(),
            several: set.is_some_and(|set| set.several),
            asked_if: item.asked_if.as_ref().map(|(item, is)| AskedIf {
                item: item.clone(),
                is: *is,
            }),
            stop_at: item.stop_at,
        }
    }
}

impl ScoreLine {
    fn of(score: &clinic::measure::Score, measure: &Measure) -> ScoreLine {
        let source = |key: &str| {
            let known = measure.sources.iter().find(|known| known.key == key);
            known.map_or_else(String::new, |known| known.text.clone())
        };
        let next = score.bands.iter().skip(1).map(|band| band.from - 1);
        let ends: Vec<i32> = next.chain([score.to]).collect();
        ScoreLine {
            id: score.id.clone(),
            title: score.title.clone(),
            entered: score.rule == Rule::Entered,
            from: score.from,
            to: score.to,
            decimals: score.decimals,
            bands: score
                .bands
                .iter()
                .zip(ends)
                .map(|(band, to)| Band {
                    from: band.from,
                    to,
                    title: band.title.clone(),
                    population: band.population.clone(),
                    source: source(&band.source),
                })
                .collect(),
            cuts: score
                .cuts
                .iter()
                .map(|cut| Cut {
                    at: cut.at,
                    below: cut.below,
                    title: cut.title.clone(),
                    population: cut.population.clone(),
                    source: source(&cut.source),
                })
                .collect(),
            changes: score
                .changes
                .iter()
                .map(|change| Change {
                    by: change.by,
                    title: change.title.clone(),
                    population: change.population.clone(),
                    source: source(&change.source),
                })
                .collect(),
        }
    }
}

impl FindingLine {
    fn of(finding: &clinic::measure::Finding) -> FindingLine {
        FindingLine {
            id: finding.id.clone(),
            title: finding.title.clone(),
        }
    }
}

impl TakeMeasure {
    /// The act, parsed.
    pub fn to_take(&self, companion: &Companion) -> Result<(TakenNow, RequestKey), Error> {
        let client: ClientId = self
            .client
            .parse()
            .map_err(|_| Error::Unknown { what: "client" })?;
        let request = self
            .request
            .parse()
            .map_err(|_| Error::BadInput { what: "request" })?;
        let on = self.on.as_deref().map(date).transpose()?;
        let measure = companion.measure_named(&self.measure)?.measure;
        let taken = TakenNow {
            client,
            measure: self.measure.clone(),
            mode: self.mode.into(),
            answers: answers(&measure, &self.answers)?,
            occasion: self.occasion.clone(),
            on,
        };
        Ok((taken, request))
    }
}

/// Answers, parsed by the measure they belong to.
pub fn answers(
    measure: &Measure,
    given: &[Answered],
) -> Result<companion::measures::Answers, Error> {
    let answer = |one: &Answered| {
        let boxes = measure
            .item(&one.item)
            .and_then(|item| measure.answers_of(item))
            .is_some_and(|set| set.several);
        let given = match one.values.as_slice() {
            values if boxes => clinic::measure::Answer::Several(values.to_vec()),
            [value] => clinic::measure::Answer::One(*value),
            _ => return Err(Error::BadInput { what: "answers" }),
        };
        Ok((one.item.clone(), given))
    };
    given.iter().map(answer).collect()
}

impl Answered {
    /// Answers as they stand.
    pub fn of(answers: &companion::measures::Answers) -> Vec<Answered> {
        let one = |(item, answer): (&String, &clinic::measure::Answer)| Answered {
            item: item.clone(),
            values: match answer {
                clinic::measure::Answer::One(value) => vec![*value],
                clinic::measure::Answer::Several(values) => values.clone(),
            },
        };
        answers.iter().map(one).collect()
    }
}

/// A date, parsed.
pub fn date(text: &str) -> Result<companion::Date, Error> {
    text.parse().map_err(|_| Error::BadInput { what: "date" })
}

impl From<Mode> for companion::courses::Mode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Client => Self::Client,
            Mode::Asked => Self::Asked,
            Mode::Entered => Self::Entered,
        }
    }
}

impl From<companion::courses::Mode> for Mode {
    fn from(mode: companion::courses::Mode) -> Self {
        match mode {
            companion::courses::Mode::Client => Self::Client,
            companion::courses::Mode::Asked => Self::Asked,
            companion::courses::Mode::Entered => Self::Entered,
        }
    }
}

/// What people call a measure that a protocol names by its file; the name of the file where there is no such measure.
pub(crate) fn short(known: &[companion::measures::MeasureLine], id: &str) -> String {
    let line = known.iter().find(|line| line.measure.id == id);
    line.map_or_else(|| id.to_owned(), |line| line.measure.short.clone())
}

/// A stored integer as it is shown.
pub fn shown(value: impl Into<i64>, decimals: u8) -> String {
    let value = value.into();
    if decimals == 0 {
        return value.to_string();
    }
    let scale = 10_u64.pow(u32::from(decimals));
    let sign = if value < 0 { "-" } else { "" };
    let size = value.unsigned_abs();
    let (whole, rest) = (size / scale, size % scale);
    format!(
        "{sign}{whole}.{rest:0width$}",
        width = usize::from(decimals)
    )
}
