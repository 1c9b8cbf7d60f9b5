//! Every table of a measure file with the keys that it must and may have. `FORMAT.md` describes the same list.

use crate::file::shape::shapes;

shapes! {
    ROOT "the file"
        must ["measure" "licence" "source"] may ["answers" "item" "score" "finding" "example"]
    MEASURE "[measure]"
        must ["id" "version" "title" "short" "language" "asked"] may ["recall" "instruction"]
    LICENCE "[licence]"
        must ["text" "source"] may ["attribution"]
    ANSWERS "[[answers]]"
        must ["id"] may ["choice" "scale" "several"]
    CHOICE "[[answers.choice]]"
        must ["value" "title"] may []
    SCALE "[answers.scale]"
        must ["from" "to" "lowest" "highest"] may []
    ITEM "[[item]]"
        must ["id" "text" "answers"] may ["heading" "asked_if" "stop_at"]
    ASKED_IF "[item.asked_if]"
        must ["item" "is"] may []
    SCORE "[[score]]"
        must ["id" "title" "rule" "from" "to" "source"]
        may ["items" "reversed" "times" "missing_most" "decimals" "band" "cut" "change"]
    BAND "[[score.band]]"
        must ["from" "to" "title" "population" "source"] may []
    CUT "[[score.cut]]"
        must ["title" "population" "source"] may ["at_least" "at_most"]
    CHANGE "[[score.change]]"
        must ["by" "title" "population" "source"] may []
    FINDING "[[finding]]"
        must ["id" "title" "source"] may ["condition" "needs" "not"]
    CONDITION "[[finding.condition]]"
        must ["count" "of"] may []
    OF "[[finding.condition.of]]"
        must ["items" "at_least"] may []
    EXAMPLE "[[example]]"
        must ["title" "answers"] may ["score" "finding"]
    EXAMPLE_SCORE "[[example.score]]"
        must ["id"] may ["is"]
    EXAMPLE_FINDING "[[example.finding]]"
        must ["id" "holds"] may []
}
