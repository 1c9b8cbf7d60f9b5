//! `rater show | record | strike`: the measures that a blinded rater takes, and nothing else.

use super::{Acting, key_of, measure};
use crate::args::Rater as Verb;
use crate::{Answer, Stop, words};
use companion::Companion;
use std::fmt::Write as _;
use wire::measures::shown;
use wire::rater::RaterView;

pub fn run(companion: &mut Companion, acting: &Acting, verb: Verb) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    match verb {
        Verb::Show => {}
        Verb::Record { taking } => {
            let taken = measure::taken(companion, &taking)?;
            companion.rater_take(&taken, key_of(taking.key.as_deref())?)?;
        }
        Verb::Strike {
            client,
            seq,
            reason,
        } => {
            let client = companion.client_by_code(&client)?;
            companion.rater_strike(client, None, seq, &reason)?;
        }
    }
    let view = RaterView::of(companion)?;
    Ok(Answer::new(page(&view), view))
}

fn page(view: &RaterView) -> String {
    let mut text = String::new();
    for client in &view.clients {
        for measure in &client.measures {
            let asked = if measure.asked {
                "asked for now"
            } else {
                "not now"
            };
            writeln!(
                text,
                "{:<12} {:<10} {asked}",
                client.code, measure.line.short
            )
            .expect("text grows");
        }
        for rating in &client.today {
            write!(
                text,
                "{:<12} entry {} today: {}",
                client.code, rating.seq, rating.short
            )
            .expect("text grows");
            for score in &rating.scores {
                let value = score
                    .value
                    .map_or("-".to_owned(), |value| shown(value, score.decimals));
                write!(text, ", {} {value}", score.title).expect("text grows");
            }
            text.push('\n');
        }
    }
    if view.clients.is_empty() {
        writeln!(text, "{}", words::NOTHING_TO_RATE).expect("text grows");
    }
    text
}
