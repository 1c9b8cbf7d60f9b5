//! Scenes of the room of packets: a day that a supervisor reads, and what the therapist sees of it.

use crate::days;
use crate::plan::Place::{Made, Vault};
use crate::plan::Step::{Click, Enter, Keys, Marked, Path, Rest, Scroll, Shot};
use crate::plan::{OFFICE, Scene, office};

pub fn scenes() -> Vec<Scene> {
    let opened = |then: &[_]| [&OFFICE, &[Keys("3"), Marked("review")][..], then].concat();
    vec![
        office(
            "review-empty",
            Vault,
            &opened(&[
                Shot("review-empty"),
                Click("review-seal-go"),
                Marked("seal-contacts"),
                Shot("review-no-contacts"),
                Click("review-open-go"),
                Path("review-open-path", "nowhere.holdfast-packet"),
                Keys("Enter"),
                Marked("failure"),
                Shot("review-no-file"),
            ]),
        ),
        office(
            "reviewer",
            Made(days::reviewed),
            &opened(&[
                Marked("review-threads"),
                Shot("review-list"),
                Click("review-thread"),
                Marked("strip"),
                Rest,
                Shot("review-day"),
                Keys("j"),
                Rest,
                Keys("j"),
                Rest,
                Shot("review-eye"),
                Keys("u"),
                Enter("query-box", "Was the second reading taken on the same arm?"),
                Scroll("query-box"),
                Shot("review-query"),
                Keys("Escape"),
                Keys("b"),
                Scroll("return-box"),
                Shot("review-return"),
                Keys("Escape"),
                Keys("f"),
                Scroll("adherence-box"),
                Shot("review-rating"),
                Keys("Escape"),
                Scroll("decision"),
                Shot("review-whole"),
                Click("print-open"),
                Scroll("print"),
                Shot("review-print"),
                Click("thread-back"),
                Click("review-trends-go"),
                Marked("trend-table"),
                Shot("review-trends"),
            ]),
        ),
        office(
            "author",
            Made(days::answered),
            &opened(&[
                Shot("review-list-author"),
                Click("review-contacts-go"),
                Marked("contact-list"),
                Shot("review-contacts"),
                Scroll("contact-list"),
                Shot("review-contact-list"),
                Click("review-seal-go"),
                Enter("seal-client", "KELP"),
                Keys("Enter"),
                Rest,
                Shot("review-seal"),
                Click("review-thread"),
                Marked("strip"),
                Rest,
                Shot("review-day-author"),
                Click("query-row"),
                Scroll("query"),
                Shot("review-answered"),
            ]),
        ),
    ]
}
