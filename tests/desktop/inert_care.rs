//! *Words are words*, in what is written about care: items of a course, agreements, consents, calls, adverse events, practices, medicines, gates,
//! reasons; licences, duties, concerns, why an inspector looks; and the texts of protocol and measure files. Every planted text must be drawn
//! somewhere, as it was written, and nothing of it may run.

use crate::inert::{corpus, expect_inert};
use clinic::course::event::{
    AdverseOutcome, Mode, NotHeld, Outcome, Seriousness, Suspect, TreatmentAction,
};
use clinic::course::{ContactState, VisitState};
use clinic::duty::{Duty, What};
use clinic::measure::{Answer, Answers};
use clinic::protocol::course::{Form, ItemKind, QuestionKind, Technique, VisitKind};
use companion::courses::{Act, Value};
use companion::inspection::NewInspector;
use companion::licences::Licence;
use companion::measures::TakenNow;
use companion::{ClientId, Companion};
use serde_json::json;
use std::collections::BTreeMap;
use support::window::{Stage, Window};
use support::world;

/// Texts of which some stand in rooms that are not walked through here (the session, the forms of later visits, the bands of scores, a page on
/// paper), and three that the window shows nowhere: who else was at a visit, how a predictor was found, why an inspector looks.
const ELSEWHERE: [&str; 9] = [
    "protocol title",
    "protocol help",
    "protocol text",
    "protocol summary",
    "measure title",
    "measure text",
    "others",
    "predictor method",
    "inspector reason",
];

/// Texts that were planted, by where, each with another payload of the corpus.
struct Planted {
    corpus: std::iter::Cycle<std::vec::IntoIter<String>>,
    texts: Vec<(String, String)>,
}

impl Planted {
    fn new() -> Planted {
        Planted {
            corpus: corpus().into_iter().cycle(),
            texts: Vec::new(),
        }
    }

    /// Another text for a place; on one line.
    fn at(&mut self, place: &str) -> String {
        let payload = self.corpus.next().expect("it goes round");
        let text = format!("w{} {}", self.texts.len(), payload.replace('\n', " "));
        self.texts.push((place.to_owned(), text.clone()));
        text
    }

    /// The texts of a file of ours, each with a payload in it that its format can carry as it stands. Answers the file.
    fn in_file(&mut self, place: &str, text: &str) -> String {
        let mut within = false;
        let mut out = String::new();
        for line in text.lines() {
            let key = line.split(" = ").next().unwrap_or_default();
            let said = ["title", "summary", "help", "text", "heading", "short"];
            let (start, end) = (line.find('"'), line.rfind('"'));
            if line.trim_end().ends_with("\"\"\"") && !within && !line.contains("\"\"\",") {
                within = true;
                out.push_str(line);
                if said.contains(&key) || key.trim() == "\"\"\"" {
                    out.push('\n');
                    out.push_str(&self.payload(&format!("{place} text")));
                }
            } else if within {
                within = !line.contains("\"\"\"");
                out.push_str(line);
            } else if let (true, Some(start), Some(end)) = (said[..5].contains(&key), start, end)
                && start < end
                && !line.contains("[")
            {
                let payload = self.payload(&format!("{place} {key}"));
                out.push_str(&format!("{}{payload}{}", &line[..=start], &line[end..]));
            } else {
                out.push_str(line);
            }
            out.push('\n');
        }
        out
    }

    /// A payload without a quote and without a backslash.
    fn payload(&mut self, place: &str) -> String {
        let elements = [
            "img src=x onerror",
            "svg onload",
            "iframe onload",
            "body onpageshow",
        ];
        let element = elements[self.texts.len() % elements.len()];
        let text = format!("w{} <{element}=window.harmed=8>", self.texts.len());
        self.texts.push((place.to_owned(), text.clone()));
        text
    }
}

fn act(companion: &mut Companion, client: ClientId, act: &Act<'_>) -> u64 {
    let row = companion.course_act(client, None, act, None);
    let row = row.unwrap_or_else(|error| panic!("{act:?}: {error}"));
    row.expect("another request").seq
}

/// The invented client's course goes on under a protocol whose every text is hostile, and everything that can be written in it is.
fn course(companion: &mut Companion, planted: &mut Planted) -> ClientId {
    let client = companion.training_course(22).expect("a course");
    let shipped = companion.protocol_named("worked-example").expect("shipped");
    let text = companion::library::protocol("worked-example")
        .expect("shipped")
        .text
        .replacen("id = \"worked-example\"", "id = \"hostile\"", 1);
    let text = planted.in_file("protocol", &text);
    let imported = companion.protocol_import(&text);
    let hostile = imported.unwrap_or_else(|error| panic!("{error:?}"));
    assert_ne!(hostile.digest, shipped.digest);
    let why = planted.at("moved");
    companion
        .course_move(client, None, &hostile.digest, &why)
        .expect("moved");
    answers(companion, client, planted);
    carried(companion, client, planted);
    visits(companion, client, planted);
    let closed = companion.client_add("CLOSED-1", "").expect("a client");
    companion
        .course_open(closed, None, &hostile.digest, None)
        .expect("open");
    let reason = planted.at("closed");
    act(companion, closed, &Act::Close { reason: &reason });
    client
}

/// Items of every kind, agreements, consents, medicines, calls, the decision.
fn answers(companion: &mut Companion, client: ClientId, planted: &mut Planted) {
    let now = companion.course_now(client).expect("readable");
    let (protocol, standing) = now.under.as_ref().expect("open");
    let plan = protocol.course.as_ref().expect("a course");
    for item in &plan.items {
        let value = match &item.kind {
            ItemKind::Tick => Value::Tick {},
            ItemKind::Finding => Value::Finding {
                words: planted.at("finding"),
            },
            ItemKind::Text => Value::Text {
                words: planted.at("item"),
            },
            ItemKind::Agreement(parts) => Value::Agreement {
                parts: parts
                    .iter()
                    .map(|part| (part.id.clone(), planted.at("agreement")))
                    .collect(),
            },
            ItemKind::Number(scale) => Value::Number {
                stored: scale.from,
                decimals: scale.decimals,
            },
            ItemKind::Choice(parts) => Value::Choice {
                id: parts[0].id.clone(),
            },
            ItemKind::Suicidality => Value::Suicidality {
                ideation: 0,
                behaviour: false,
            },
            ItemKind::Date | ItemKind::Consent(_) | ItemKind::Decision => continue,
        };
        let agreement = matches!(item.kind, ItemKind::Agreement(_));
        let (source, note) = (planted.at("source"), planted.at("note"));
        let answer = Act::Answer {
            item: &item.id,
            value,
            source: &source,
            note: &note,
            visit: None,
        };
        act(companion, client, &answer);
        if agreement {
            let words = planted.at("narrowed");
            let item = &item.id;
            let words = words.as_str();
            act(companion, client, &Act::NarrowAgreement { item, words });
        }
    }
    for one in &plan.consents {
        let consent = &one.id;
        let note = planted.at("consent withdrawn");
        let note = note.as_str();
        let withdrawn = Act::WithdrawConsent { consent, note };
        if companion
            .course_act(client, None, &withdrawn, None)
            .is_err()
        {
            planted.texts.pop();
        }
        let note = planted.at("consent given");
        let note = note.as_str();
        act(companion, client, &Act::GiveConsent { consent, note });
    }
    let reason = planted.at("decision");
    let eligible = true;
    let reason = reason.as_str();
    act(companion, client, &Act::Decide { eligible, reason });
    let (name, dose, note) = (
        planted.at("medicine"),
        planted.at("dose"),
        planted.at("medicine note"),
    );
    let medicine = Act::KeepMedicine {
        replaces: None,
        name: &name,
        medicine: None,
        dose: &dose,
        stop: None,
        note: &note,
    };
    act(companion, client, &medicine);
    let open: Vec<_> = standing
        .contacts
        .iter()
        .filter(|call| matches!(call.state, ContactState::Due | ContactState::Overdue { .. }))
        .collect();
    let call = open.first().expect("a call is due");
    let questions = plan.contacts.iter().flat_map(|one| &one.questions);
    let answers: BTreeMap<_, _> = questions
        .filter(|question| matches!(question.kind, QuestionKind::Text))
        .map(|question| {
            let words = planted.at("call");
            (question.id.clone(), Value::Text { words })
        })
        .collect();
    assert!(!answers.is_empty());
    let note = planted.at("not reached");
    let missed = Act::MissContact {
        after: &call.after,
        day: call.day,
        note: &note,
    };
    act(companion, client, &missed);
    let made = Act::MakeContact {
        after: &call.after,
        day: call.day,
        answers,
    };
    act(companion, client, &made);
}

/// Adverse events, insights, practices, what helps, techniques, predictors, a measure, a gate.
fn carried(companion: &mut Companion, client: ClientId, planted: &mut Planted) {
    let (term, words) = (planted.at("adverse"), planted.at("adverse words"));
    let adverse = Act::NoteAdverse {
        term: &term,
        onset: None,
        grade: 3,
        serious: &[Seriousness::Hospitalisation],
        words: &words,
        visit: None,
    };
    let adverse = act(companion, client, &adverse);
    let words = planted.at("adverse followed");
    let followed = Act::FollowAdverse {
        adverse,
        grade: 3,
        outcome: AdverseOutcome::Recovering,
        words: &words,
    };
    act(companion, client, &followed);
    let words = planted.at("adverse judged");
    let judged = Act::JudgeAdverse {
        adverse,
        suspects: &[Suspect::Medicine],
        expected: false,
        action: TreatmentAction::None,
        words: &words,
    };
    act(companion, client, &judged);
    let now = companion.course_now(client).expect("readable");
    let (protocol, _) = now.under.as_ref().expect("open");
    let plan = protocol.course.as_ref().expect("a course");
    if let Some(report) = plan.reports.first() {
        let words = planted.at("adverse reported");
        let reported = Act::ReportAdverse {
            adverse,
            report: &report.id,
            words: &words,
        };
        act(companion, client, &reported);
    }
    let words = planted.at("insight");
    let insight = Act::KeepInsight {
        words: &words,
        moment: None,
        visit: None,
    };
    let insight = Some(act(companion, client, &insight));
    let words = planted.at("practice");
    let words = words.as_str();
    let practice = act(companion, client, &Act::AgreePractice { words, insight });
    let words = planted.at("practice changed");
    let outcome = Outcome::Changed;
    let changed = Act::ReviewPractice {
        practice,
        outcome,
        words: &words,
    };
    act(companion, client, &changed);
    let words = planted.at("coping");
    let words = words.as_str();
    let coping = act(companion, client, &Act::KeepCoping { words });
    let words = planted.at("coping changed");
    let changed = Act::ReviewCoping {
        coping,
        outcome,
        words: &words,
    };
    act(companion, client, &changed);
    let words = planted.at("technique");
    let technique = Act::UseTechnique {
        technique: Technique::Other,
        guide: None,
        words: &words,
        visit: None,
    };
    act(companion, client, &technique);
    if let Some(predictor) = plan.outcome.predictors.first() {
        let (value, method) = (planted.at("predictor"), planted.at("predictor method"));
        let taken = Act::TakePredictor {
            predictor: &predictor.id,
            value: &value,
            method: &method,
        };
        act(companion, client, &taken);
    }
    let words = planted.at("struck words");
    let words = words.as_str();
    let seq = act(companion, client, &Act::KeepCoping { words });
    let reason = planted.at("struck");
    let reason = reason.as_str();
    act(companion, client, &Act::Strike { seq, reason });
    let (words, reason) = (planted.at("amended"), planted.at("amended why"));
    let amended = Act::Amend {
        session: None,
        seq: adverse,
        words: &words,
        reason: &reason,
    };
    act(companion, client, &amended);
    measure(companion, client, planted);
}

fn measure(companion: &mut Companion, client: ClientId, planted: &mut Planted) {
    let path = support::root().join("assets/measures/phq-9/v1.toml");
    let shipped = std::fs::read_to_string(path).expect("shipped");
    let shipped = shipped.replacen("id = \"phq-9\"", "id = \"hostile-9\"", 1);
    let shipped = shipped.replacen("short = \"PHQ-9\"", "short = \"HOSTILE\"", 1);
    let text = planted.in_file("measure", &shipped);
    let imported = companion.measure_import(&text);
    imported.unwrap_or_else(|error| panic!("{error:?}"));
    let now = companion.measure_named("hostile-9").expect("kept");
    let answers: Answers = now
        .measure
        .items
        .iter()
        .map(|item| (item.id.clone(), Answer::One(1)))
        .collect();
    let taken = TakenNow {
        client,
        measure: "hostile-9".to_owned(),
        mode: Mode::Entered,
        answers,
        occasion: planted.at("occasion"),
        on: None,
    };
    companion.measure_take(&taken, None).expect("taken");
}

/// Visits that are held, held otherwise, not held, not planned, looked back on; a gate that two go past.
fn visits(companion: &mut Companion, client: ClientId, planted: &mut Planted) {
    let author = companion.author().expect("open");
    let ahead = |companion: &mut Companion| -> Vec<(String, VisitKind)> {
        let now = companion.course_now(client).expect("readable");
        let (protocol, standing) = now.under.as_ref().expect("open");
        let plan = protocol.course.as_ref().expect("a course");
        let ahead = standing.visits.iter().filter(|visit| {
            !matches!(
                visit.state,
                VisitState::Held { .. } | VisitState::Open { .. }
            )
        });
        let kind = |id: &str| plan.visit(id).map(|one| one.kind);
        ahead
            .filter_map(|visit| Some((visit.id.clone(), kind(&visit.id)?)))
            .collect()
    };
    let (title, others) = (planted.at("extra visit"), planted.at("others"));
    let extra = Act::BeginExtraVisit {
        kind: VisitKind::Integration,
        title: &title,
        form: Form::Phone,
        present: &[author],
        others: &others,
    };
    let row = act(companion, client, &extra);
    let (visit, note) = (format!("extra-{row}"), planted.at("visit note"));
    let closed = Act::CloseVisit {
        visit: &visit,
        minutes: 20,
        note: &note,
    };
    act(companion, client, &closed);
    let words = planted.at("reflection");
    let reflected = Act::Reflect {
        visit: &visit,
        words: &words,
    };
    act(companion, client, &reflected);
    let mut ahead = ahead(companion).into_iter();
    let (first, _) = ahead
        .find(|(_, kind)| *kind != VisitKind::Dosing)
        .expect("a visit is to come");
    let reason = planted.at("no show");
    let missed = Act::DoNotHold {
        visit: &first,
        how: NotHeld::NoShow,
        reason: &reason,
    };
    act(companion, client, &missed);
    let how = planted.at("otherwise");
    let otherwise = Act::HoldOtherwise {
        visit: &first,
        how: &how,
        minutes: Some(30),
    };
    act(companion, client, &otherwise);
    let now = companion.course_now(client).expect("readable");
    let (_, standing) = now.under.as_ref().expect("open");
    let gate = standing.gates.iter().find(|gate| gate.passed.is_none());
    let gate = gate.filter(|gate| gate.may_be_overridden());
    let gate = gate.expect("a gate that asks for more").id.clone();
    let reason = planted.at("gate");
    let second = companion.person_by_initials("AK").expect("known");
    let past = Act::OverrideGate {
        gate: &gate,
        reason: &reason,
        second,
    };
    act(companion, client, &past);
}

/// What is written about the people of the vault; answers the slip of a concern.
fn people(companion: &mut Companion, stage: &Stage, planted: &mut Planted) -> String {
    let ak = companion.person_by_initials("AK").expect("known");
    let ms = companion.author().expect("open");
    let licence = Licence {
        number: planted.payload("licence number"),
        jurisdiction: planted.payload("jurisdiction"),
        until: "2001-01-31".parse().expect("a day"),
    };
    companion.person_licence(ak, licence).expect("kept");
    for what in [What::Trained, What::Delegated { by: ms }] {
        let duty = Duty {
            what,
            words: planted.at("duty"),
            on: "2024-05-31".parse().expect("a day"),
        };
        companion.person_duty(ak, duty).expect("kept");
    }
    let inspector = NewInspector {
        name: planted.payload("inspector"),
        initials: "IN".to_owned(),
        reason: planted.at("inspector reason"),
        until: "2199-03-31".parse().expect("a day"),
    };
    companion.inspector_add(&inspector, None).expect("let in");
    let away = stage.home().join("elsewhere");
    std::fs::create_dir_all(&away).expect("a folder");
    let mut monitor = world::companion(&away);
    world::make(&mut monitor, &away).expect("a vault");
    let card = monitor.contact_card().expect("a card");
    companion.contact_add(&card, false).expect("pinned");
    let to = companion.confidence_candidates().expect("some");
    companion
        .confidence_name(&[to.last().expect("one").person])
        .expect("named");
    let text = planted.at("concern");
    companion
        .confidence_write(&text, true, &[])
        .expect("written")
}

/// Looks at the page: what stands there is taken from what is still to be seen.
async fn look(window: &Window, left: &mut Vec<(String, String)>, place: &str) {
    expect_inert(window, place).await;
    let script = "const plain = (text) => text.replace(/\\s+/g, ' ');
        const drawn = plain([document.body.textContent, ...[...document.querySelectorAll('input, textarea')].map((box) => box.value)].join(' '));
        return arguments[0].filter((one) => drawn.includes(plain(one)));";
    let texts: Vec<&str> = left.iter().map(|(_, text)| text.as_str()).collect();
    let seen = window.run(script, vec![json!(texts)]).await;
    let seen: Vec<String> = serde_json::from_value(seen).expect("texts");
    left.retain(|(_, text)| !seen.contains(text));
}

/// Presses the nth of what is marked so; answers whether there is one.
async fn nth(window: &Window, testid: &str, n: usize) -> bool {
    let script = "const all = document.querySelectorAll(`[data-testid='${arguments[0]}']`);
        if (!all[arguments[1]]) return false; all[arguments[1]].click(); return true;";
    let pressed = window.run(script, vec![json!(testid), json!(n)]).await;
    window.settle().await;
    pressed == json!(true)
}

async fn client(window: &Window, code: &str) {
    window.keys("2").await;
    let row = "const row = document.querySelector(`[data-testid='client-row'][data-code='${arguments[0]}']`); if (!row) return false; row.click(); return true;";
    window.until(code, row, vec![json!(code)]).await;
    window.marked("course").await;
    window.settle().await;
}

#[tokio::test]
async fn payloads_in_what_is_written_about_care_are_words() {
    let stage = Stage::set();
    let home = stage.data();
    let mut planted = Planted::new();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let hurt = course(&mut companion, &mut planted);
    let code = companion.client_code(hurt).expect("a code");
    let slip = people(&mut companion, &stage, &mut planted);
    companion.vault_lock().expect("locks");
    let mut left = planted.texts;
    assert!(left.len() > 200, "{}", left.len());

    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.load_anew().await;
    window.marked("office").await;
    look(&window, &mut left, "today").await;
    client(&window, &code).await;
    look(&window, &mut left, "overview").await;
    window.press("show").await;
    look(&window, &mut left, "the gate").await;
    for page in ["consents", "medicines", "calls", "carried", "entries"] {
        window.click(&format!("course-tab-{page}")).await;
        while nth(&window, "course-more", 0).await {}
        look(&window, &mut left, page).await;
    }
    for one in 0.. {
        window.click("course-tab-visits").await;
        look(&window, &mut left, "visits").await;
        if !nth(&window, "visit-row", one).await {
            break;
        }
        look(&window, &mut left, "a visit").await;
    }
    window.click("course-tab-handouts").await;
    let mut at = 0;
    while nth(&window, "course-handout", at).await {
        look(&window, &mut left, "a page").await;
        at += 1;
    }
    // Forms, with what the protocol says about an item.
    for one in 0..3 {
        window.click("course-tab-visits").await;
        window.settle().await;
        nth(&window, "visit-row", one).await;
        let items = "return document.querySelectorAll(\"[data-testid='visit-answer']\").length";
        let items = window.run(items, vec![]).await.as_u64().unwrap_or(0);
        for item in 0..items {
            nth(&window, "visit-answer", usize::try_from(item).expect("few")).await;
            look(&window, &mut left, "a form").await;
            window.keys("Escape").await;
            window.settle().await;
        }
    }
    window.click("measures-take").await;
    window.marked("measure-form").await;
    window.pick("measure-pick", "HOSTILE").await;
    look(&window, &mut left, "measures").await;
    window.pick("measure-mode", "Carried over").await;
    window.click("measure-go").await;
    window.marked("measure-item").await;
    look(&window, &mut left, "a measure").await;
    window.keys("Escape").await;
    client(&window, "CLOSED-1").await;
    look(&window, &mut left, "a course that is closed").await;

    window.keys("4").await;
    window.pick("protocol-row", "hostile").await;
    window.settle().await;
    look(&window, &mut left, "the protocol").await;
    window.keys("6").await;
    window.marked("vault-people").await;
    look(&window, &mut left, "people").await;
    let mut at = 0;
    while nth(&window, "papers-go", at).await {
        window.marked("papers").await;
        look(&window, &mut left, "a licence").await;
        window.keys("Escape").await;
        window.settle().await;
        at += 1;
    }
    window.click("confidence-slip-go").await;
    window.enter("confidence-typed", &slip).await;
    window.keys("Enter").await;
    window.marked("concern").await;
    look(&window, &mut left, "a concern").await;
    window.shot("hostile-care").await;
    window.close().await;

    // What is left is shown nowhere in the rooms that were looked at.
    let mut places: Vec<&str> = left.iter().map(|(place, _)| place.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    let strange: Vec<&&str> = places
        .iter()
        .filter(|place| !ELSEWHERE.contains(place))
        .collect();
    assert_eq!(strange, Vec::<&&str>::new(), "{left:#?}");
}
