//! Every table of a protocol file with the keys that it must and may have. `FORMAT.md` describes the same list.

pub(crate) use crate::file::shape::Shape;
use crate::file::shape::shapes;

shapes! {
    ROOT "the file"
        must ["protocol" "source" "presence" "true_time" "dose" "series" "deferral" "escalation" "quiet" "gate" "phase"
              "effect" "red_flag" "reason" "help" "closing"]
        may ["limit" "plausible" "step" "tag" "fluids" "course" "review" "team"]
    PROTOCOL "[protocol]"
        must ["id" "version" "title" "status" "summary"] may ["adopted_by"]
    SOURCE "[[source]]"
        must ["key" "text" "confidence"] may []
    PRESENCE "[presence]"
        must ["therapists" "alone_after" "line" "source"] may []
    TRUE_TIME "[true_time]"
        must ["tolerance" "line" "source"] may []
    DOSE "[dose]"
        must ["first"] may ["supplemental"]
    DOSE_FIRST "[dose.first]"
        must ["title" "amount" "line" "source"] may []
    DOSE_SUPPLEMENTAL "[dose.supplemental]"
        must ["title" "amount" "opens" "closes" "line" "source"] may ["condition"]
    CONDITION "[[dose.supplemental.condition]]"
        must ["title" "line" "source"] may ["sign" "at_most" "not_older_than"]
    SERIES "[[series]]"
        must ["id" "title" "signs" "anchor" "early" "late" "required" "why" "line" "source"] may ["at" "repeat"]
    REPEAT "[[series.repeat]]"
        must ["from" "to" "every"] may []
    PLAUSIBLE "[[plausible]]"
        must ["sign" "from" "to" "line" "source"] may []
    LIMIT "[[limit]]"
        must ["id" "sign" "priority" "card" "line" "source"]
        may ["above" "below" "above_baseline" "hysteresis" "recheck" "tell"]
    RECHECK "[limit.recheck]"
        must ["every" "late" "until_inside" "deferrable"] may []
    TELL "[limit.tell]"
        must ["contact" "after_readings"] may []
    DEFERRAL "[deferral]"
        must ["again_after" "cap" "reason" "line" "source"] may []
    DEFERRAL_REASON "[[deferral.reason]]"
        must ["id" "title"] may []
    ESCALATION "[[escalation]]"
        must ["after" "channel" "line" "source"] may ["contact"]
    QUIET "[quiet]"
        must ["longest" "offered" "line" "source"] may []
    GATE "[gate]"
        must [] may ["dose1" "dose2" "leaving"]
    GATE_DOSE1 "[[gate.dose1]]"
        must ["id" "title" "kind" "line" "source"] may ["signs" "holds_for"]
    GATE_DOSE2 "[[gate.dose2]]"
        must ["id" "title" "kind" "line" "source"] may ["signs" "holds_for"]
    GATE_LEAVING "[[gate.leaving]]"
        must ["id" "title" "kind" "line" "source"] may ["signs" "holds_for"]
    STEP "[[step]]"
        must ["id" "title" "anchor" "from" "line" "source"] may []
    PHASE "[[phase]]"
        must ["id" "title"] may []
    EFFECT "[[effect]]"
        must ["id" "title" "valence"] may []
    TAG "[[tag]]"
        must ["id" "title"] may []
    FLUIDS "[fluids]"
        must ["cap" "glass" "line" "source"] may []
    RED_FLAG "[[red_flag]]"
        must ["id" "title" "card" "line" "source"] may []
    REASON "[reason]"
        must ["missed" "partial"] may ["supplemental"]
    REASON_MISSED "[[reason.missed]]"
        must ["id" "title"] may []
    REASON_PARTIAL "[[reason.partial]]"
        must ["id" "title"] may []
    REASON_SUPPLEMENTAL "[[reason.supplemental]]"
        must ["id" "title"] may []
    HELP "[help]"
        must ["site" "contact" "card"] may []
    CONTACT "[[help.contact]]"
        must ["id" "title" "say"] may ["phone" "role"]
    CARD "[[help.card]]"
        must ["id" "title" "observe" "steps" "source"] may []
    CLOSING "[closing]"
        must ["item" "line" "source"] may ["not_before"]
    CLOSING_ITEM "[[closing.item]]"
        must ["id" "title" "beside" "line" "source"] may ["sign" "at_most"]
    COURSE "[course]"
        must ["phase" "visit" "outcome"] may ["item" "gate" "consent" "medicine" "contacts" "guide" "handout" "crisis" "report"]
    COURSE_PHASE "[[course.phase]]"
        must ["id" "title"] may []
    VISIT "[[course.visit]]"
        must ["id" "phase" "title" "kind" "lasts" "line" "source"]
        may ["form" "after" "from" "until" "agenda" "measures" "alliance"]
    COURSE_ITEM "[[course.item]]"
        must ["id" "title" "kind" "line" "source"]
        may ["help" "valid" "from" "to" "decimals" "unit" "choice" "part" "consent"]
    COURSE_CHOICE "[[course.item.choice]]"
        must ["id" "title"] may []
    COURSE_PART "[[course.item.part]]"
        must ["id" "title"] may []
    COURSE_GATE "[[course.gate]]"
        must ["id" "before" "title" "line" "source"] may ["items" "visits" "consents" "measures"]
    CONSENT "[[course.consent]]"
        must ["id" "title" "version" "text" "line" "source"] may []
    MEDICINE "[[course.medicine]]"
        must ["id" "title" "half_life" "multiple" "line" "source"] may ["half_life_to" "plus" "at_least"]
    CONTACTS "[course.contacts]"
        must ["days" "question" "line" "source"] may []
    QUESTION "[[course.contacts.question]]"
        must ["id" "title" "kind" "line" "source"]
        may ["from" "to" "decimals" "unit" "flag_at_most" "flag_at_least" "flag_is"]
    OUTCOME "[course.outcome]"
        must ["primary" "score" "line" "source"] may ["secondary" "blinded" "predictor"]
    PREDICTOR "[[course.outcome.predictor]]"
        must ["id" "title" "unit" "source"] may ["method"]
    GUIDE "[[course.guide]]"
        must ["id" "title" "tag" "text" "steps" "source"] may []
    HANDOUT "[[course.handout]]"
        must ["id" "title" "text" "source"] may []
    CRISIS "[course.crisis]"
        must ["client" "team" "source"] may ["safety_plan"]
    REPORT "[[course.report]]"
        must ["id" "title" "on" "within" "line" "source"] may []
    REVIEW "[review]"
        must ["adherence"] may []
    ADHERENCE "[review.adherence]"
        must ["title" "step" "item" "line" "source"] may ["help"]
    ADHERENCE_STEP "[[review.adherence.step]]"
        must ["value" "title"] may []
    ADHERENCE_ITEM "[[review.adherence.item]]"
        must ["id" "title" "line" "source"] may ["help"]
    TEAM "[team]"
        must ["pair" "line" "source"] may ["licensed" "apart"]
    TEAM_APART "[[team.apart]]"
        must ["people" "why" "line" "source"] may []
}
