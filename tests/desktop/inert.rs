//! *Words are words.* Hundreds of script payloads stand in every text that a person types and that another person's window draws: names of
//! people, contacts and clients, notes, what a packet is for, queries, comments, private notes, reasons, topics. Each is drawn as it was typed;
//! no script runs, nothing is fetched, and no socket leaves the machine. Control: a handler that the page itself is given does run.

use crate::faults::paste;
use crate::review::{THEIRS, away, into};
use clinic::client::Details;
use clinic::review::redact::Redaction;
use clinic::review::{Event, Place};
use companion::packets::Choice;
use companion::people::NewPerson;
use companion::vault::NewVault;
use companion::{Companion, Role, Secret};
use serde_json::json;
use std::path::Path;
use support::silence::Seen;
use support::window::{Stage, Window};
use support::world;

const AUTHOR: &str = "Maren <img src=x onerror=harmed=1>";
const READER: &str = "Ingrid <svg/onload=harmed=2>";
const PURPOSE: &str = "\"><iframe srcdoc=\"<script>parent.harmed=3</script>\"></iframe>";

/// Payloads, made of what a browser obeys: elements, handlers, addresses, and the ways around a filter.
pub(crate) fn corpus() -> Vec<String> {
    let elements = [
        "img src=x",
        "svg",
        "body",
        "iframe",
        "video src=x",
        "audio src=x",
        "object data=x",
        "embed src=x",
        "input autofocus",
        "details open",
        "marquee",
        "math",
        "form",
        "button autofocus",
        "select autofocus",
        "textarea autofocus",
        "link rel=stylesheet href=x",
        "style",
        "base href=//x.test/",
        "meta http-equiv=refresh content=0",
    ];
    let handlers = [
        "onerror",
        "onload",
        "onfocus",
        "onclick",
        "ontoggle",
        "onbegin",
        "onstart",
        "onpageshow",
    ];
    let mut all: Vec<String> = elements
        .iter()
        .flat_map(|element| {
            handlers
                .iter()
                .map(move |handler| format!("<{element} {handler}=\"window.harmed=9\">"))
        })
        .collect();
    let quoted = [
        "'",
        "\"",
        "`",
        "-->",
        "]]>",
        "</title>",
        "</textarea>",
        "</style>",
        "</script>",
        "</noscript>",
        "</template>",
        "*/",
        "\\\"",
        "\n",
    ];
    let scripts = [
        "<script>window.harmed=9</script>",
        "<script src=https://x.test/a.js></script>",
        "<svg><script>window.harmed=9</script></svg>",
        "<svg><animate onbegin=window.harmed=9 attributeName=x>",
        "<svg><foreignObject><iframe srcdoc='<script>parent.harmed=9</script>'>",
        "<math><mtext><table><mglyph><style><!--</style><img src onerror=window.harmed=9>",
        "<math><annotation-xml encoding=text/html><script>window.harmed=9</script>",
        "<a href=\"javascript:window.harmed=9\">x</a>",
        "<a href=\"jav&#x09;ascript:window.harmed=9\">x</a>",
        "<iframe src=\"data:text/html,<script>parent.harmed=9</script>\">",
        "<form action=javascript:window.harmed=9><input type=submit>",
        "<noscript><p title=\"</noscript><img src=x onerror=window.harmed=9>\">",
        "<template><img src=x onerror=window.harmed=9></template>",
        "<img src=`x`onerror=window.harmed=9>",
        "<div style=\"background:url(https://x.test/b.png)\">",
        "<style>@import 'https://x.test/c.css';</style>",
        "{@html '<img src=x onerror=window.harmed=9>'}",
        "{{constructor.constructor('window.harmed=9')()}}",
        "${window.harmed=9}",
        "%3Cscript%3Ewindow.harmed%3D9%3C/script%3E",
        "&lt;script&gt;window.harmed=9&lt;/script&gt;",
        "\\u003cscript\\u003ewindow.harmed=9\\u003c/script\\u003e",
        "zero\u{200b}width<scr\u{200b}ipt>window.harmed=9</script>",
    ];
    for begin in quoted {
        all.extend(scripts.iter().map(|script| format!("{begin}{script}")));
    }
    assert!(all.len() > 450, "{}", all.len());
    all
}

/// Payloads, as many to a text as it may hold.
fn texts(most: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    for payload in corpus() {
        let last = texts.last_mut().expect("one");
        if last.len() + payload.len() + 1 > most {
            texts.push(payload);
        } else {
            last.push('\n');
            last.push_str(&payload);
        }
    }
    texts
}

fn vault(
    companion: &mut Companion,
    folder: &Path,
    passphrase: &str,
    name: &str,
    initials: &str,
    roles: &[Role],
) {
    companion
        .vault_create(NewVault {
            folder: folder.to_owned(),
            training: true,
            passphrase: Secret::from(passphrase),
            owner: NewPerson {
                name: name.to_owned(),
                initials: initials.to_owned(),
                roles: roles.to_vec(),
                pin: Secret::from(world::PIN_MS),
            },
            quick: true,
        })
        .expect("a vault");
    companion.vault_waive_code().expect("a training vault");
}

/// Two vaults in whose every text something waits, a packet from one opened in the other, both locked.
fn planted(stage: &Stage) {
    let home = stage.data();
    let stick = stage.stick();
    let mut companion = world::companion(&home);
    vault(
        &mut companion,
        &away(&home),
        THEIRS,
        READER,
        "IL",
        &[Role::Supervisor, Role::VaultKeeper],
    );
    let reader = companion.contact_card().expect("a card");
    companion.vault_lock().expect("locks");
    let (clinic, roles) = (
        world::folder(&home),
        [Role::LeadTherapist, Role::VaultKeeper],
    );
    vault(
        &mut companion,
        &clinic,
        world::PASSPHRASE,
        AUTHOR,
        "MS",
        &roles,
    );
    let second = NewPerson {
        name: "<script>harmed=4</script>".to_owned(),
        initials: "AK".to_owned(),
        roles: vec![Role::CoTherapist],
        pin: Secret::from(world::PIN_AK),
    };
    companion.person_add(&second).expect("added");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    let client = companion.client_by_code("KELP-014").expect("a client");
    let fields = texts(900);
    let line = |at: usize| fields[at].replace('\n', " ");
    let details = Details {
        name: line(0),
        born: None,
        pronouns: line(1),
        contact: fields[2].clone(),
        emergency: fields[3].clone(),
        support: fields[4].clone(),
        clinicians: fields[5].clone(),
        allergies: fields[6].clone(),
    };
    companion.client_change(client, &details).expect("kept");
    for (number, text) in (0u8..).zip(texts(15_000)) {
        world::note(&mut companion, session, number, &text).expect("noted");
    }
    for words in [
        "in MS",
        "in AK",
        "report \"<img src=x onerror=harmed=5>\" \"<svg onload=harmed=6>\"",
        "close transferred \"<iframe src=javascript:parent.harmed=7>\"",
    ] {
        world::say(&mut companion, session, words).expect("kept");
    }
    let known = companion.contact_add(&reader, false).expect("pinned");
    let choice = Choice {
        client,
        sessions: vec![session],
        to: vec![known.row.person],
        course: Vec::new(),
        process_notes: vec![known.row.person],
        redaction: Redaction::Coded,
        purpose: PURPOSE.to_owned(),
        days: None,
    };
    let packet = companion.packet_seal(&choice, &stick).expect("sealed");
    companion.vault_lock().expect("locks");
    companion
        .vault_unlock(&away(&home), &Secret::from(THEIRS))
        .expect("opens");
    let thread = companion.packet_open(&packet.path, true).expect("taken");
    let mut rows = texts(3_900).into_iter();
    let mut next = || rows.next().expect("enough");
    for event in [
        Event::Asked {
            on: Place::Whole,
            text: next(),
        },
        Event::Commented {
            on: Place::Whole,
            text: next(),
        },
        Event::NotedPrivately {
            on: Place::Whole,
            text: next(),
        },
        Event::Returned { reason: next() },
    ] {
        companion.review_act(thread, event).expect("kept");
    }
    companion.vault_lock().expect("locks");
}

/// Nothing ran, nothing was asked for, nothing but our own elements stands on the page.
pub(crate) async fn expect_inert(window: &Window, place: &str) {
    window.settle().await;
    let alien = "const alien = [...document.querySelectorAll('[onerror],[onload],[onfocus],[onclick],[ontoggle],[onbegin],[srcdoc],iframe,object,embed,math,base,marquee,foreignObject,audio,video,template,script:not([src]),a[href^=javascript],[src=x],[style*=\"x.test\"]')];
        return [String(window.harmed), ...alien.map((one) => one.outerHTML.slice(0, 80)), ...performance.getEntriesByType('resource').map((one) => one.name).filter((name) => name.includes('x.test'))];";
    let found = window.run(alien, vec![]).await;
    assert_eq!(found, json!(["undefined"]), "{place}");
    assert_eq!(
        window.refused().await,
        Vec::<String>::new(),
        "{place}: something was tried"
    );
}

/// A text stands on the page as it was typed, in words or in a box.
async fn stands(window: &Window, text: &str) {
    let script = "const wanted = arguments[0].replace(/\\s+/g, ' ').trim();
        const drawn = [document.body.textContent, ...[...document.querySelectorAll('input, textarea')].map((box) => box.value)].join(' ').replace(/\\s+/g, ' ');
        return drawn.includes(wanted);";
    window
        .until(
            &format!("{} is drawn", &text[..text.len().min(60)]),
            script,
            vec![json!(text)],
        )
        .await;
}

#[tokio::test]
async fn hundreds_of_payloads_are_words_in_every_room() {
    let stage = Stage::set();
    planted(&stage);
    let trace = stage.home().join("trace");
    let stage = stage.watched(&trace);
    let home = stage.data();
    let window = stage.open().await;

    // Behind a lock a page that is not ours any more could ask, and is answered nothing.
    window.marked("unlock").await;
    let mut asked = 0;
    for (name, takes, _) in wire::COMMANDS {
        if *takes == "-" && wire::rights::of(name).is_some() {
            assert_eq!(window.asked(name, json!({})).await, "locked", "{name}");
            asked += 1;
        }
    }
    assert!(asked > 10, "only {asked} commands were asked");

    // What came from elsewhere, in the reader's window.
    into(&window, &away(&home), THEIRS).await;
    stands(&window, AUTHOR).await;
    expect_inert(&window, "the list of packets").await;
    window.click("review-contacts-go").await;
    window.marked("contact-list").await;
    stands(&window, AUTHOR).await;
    expect_inert(&window, "contacts").await;
    window.keys("Escape").await;
    window.keys("3").await;
    window.click("review-thread").await;
    window.marked("strip").await;
    stands(&window, PURPOSE).await;
    let mut rows = texts(3_900).into_iter();
    for text in rows.by_ref().take(4) {
        stands(&window, &text).await;
    }
    // Line by line through what needs eyes, the hostile notes among it.
    for _ in 0..6 {
        window.keys("j").await;
        expect_inert(&window, "a line of the day").await;
    }
    window.keys("u").await;
    window.marked("query-box").await;
    let typed = rows.next().expect("one more");
    paste(&window, "query-box", &typed).await;
    window.keys("Ctrl+Enter").await;
    stands(&window, &typed).await;
    expect_inert(&window, "a query that was typed").await;
    window.shot("review-hostile").await;
    window.lock().await;
    // The page was loaded anew by the lock; once more, so that what it tries is listened to from the beginning.
    window.load_anew().await;

    // The clinic's own rooms.
    into(&window, &world::folder(&home), world::PASSPHRASE).await;
    window.click("review-contacts-go").await;
    window.marked("contact-list").await;
    stands(&window, READER).await;
    expect_inert(&window, "contacts of the clinic").await;
    window.keys("Escape").await;
    window.keys("1").await;
    window.click("today-read").await;
    for text in texts(15_000) {
        stands(&window, &text).await;
    }
    expect_inert(&window, "the record of a session").await;
    window.press("Back to the office").await;
    window.marked("office").await;
    window.keys("2").await;
    let row = "const row = document.querySelector(\"[data-testid='client-row']\"); if (!row) return false; row.click(); return true;";
    window.wait_for_script("a client", row).await;
    window.click("client-details").await;
    window.marked("details").await;
    for text in &texts(900)[2..7] {
        stands(&window, text).await;
    }
    expect_inert(&window, "a client's details").await;
    window.keys("Escape").await;
    window.keys("6").await;
    window.marked("vault-people").await;
    stands(&window, "<script>harmed=4</script>").await;
    expect_inert(&window, "people").await;

    // Control: the eyes see what runs, and what the policy refuses.
    let control = "const image = document.createElement('img');
        image.addEventListener('error', () => (window.harmed = 'control'));
        image.src = 'https://x.test/d.png';
        document.body.append(image);
        return true;";
    window.run(control, vec![]).await;
    window
        .wait_for_script(
            "it runs",
            "return window.harmed === 'control' && window.refused.length > 0",
        )
        .await;
    let port = window.port();
    window.close().await;
    let seen = Seen::of(&trace);
    assert!(seen.local() > 3, "nobody was looking");
    assert_eq!(seen.beyond(&[port]), Vec::<&str>::new());
}
