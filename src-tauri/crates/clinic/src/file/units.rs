//! Quantities as people write them: `"1 h 30 min"`, `"62.5 mg"`, `37.5`. Exact: nothing passes through a binary fraction.

use crate::time::Span;

/// A length of time: `30 min`, `1 h 30 min`, `2 h`, `90 s`, or hours and minutes as `1:30`.
pub(crate) fn span(text: &str) -> Option<Span> {
    if let Some((hours, minutes)) = text.split_once(':') {
        if minutes.len() != 2 || hours.is_empty() || hours.len() > 3 {
            return None;
        }
        let minutes = digits(minutes)?;
        return (minutes < 60).then_some(Span::minutes(digits(hours)? * 60 + minutes));
    }
    let mut seconds = 0;
    let mut last = i64::MAX;
    let mut words = text.split(' ');
    while let Some(number) = words.next() {
        let number = digits(number)?;
        let unit = match words.next()? {
            "h" => 3600,
            "min" => 60,
            "s" => 1,
            _ => return None,
        };
        // Each unit once, larger first; only the first number may exceed its unit ("90 min", but not "1 h 90 min").
        if unit >= last || (last != i64::MAX && number >= last / unit) {
            return None;
        }
        last = unit;
        seconds += number * unit;
    }
    Some(Span::seconds(seconds))
}

/// An amount with one of the given units; each unit says how many thousandths of the stored unit it is worth.
fn amount(text: &str, units: &[(&str, i64)]) -> Option<u32> {
    let (number, unit) = text.split_once(' ')?;
    let worth = units.iter().find(|(name, _)| *name == unit)?.1;
    let thousandths = decimal(number, 3)?.checked_mul(worth)?;
    if thousandths < 0 || thousandths % 1000 != 0 {
        return None;
    }
    u32::try_from(thousandths / 1000).ok()
}

/// Micrograms from `120 mg`, `62.5 mg` or `500 µg`.
pub(crate) fn micrograms(text: &str) -> Option<u32> {
    amount(text, &[("mg", 1000), ("µg", 1), ("μg", 1), ("ug", 1)])
}

/// Millilitres from `200 ml` or `1.2 l`.
pub(crate) fn millilitres(text: &str) -> Option<u32> {
    amount(text, &[("ml", 1), ("l", 1000)])
}

/// A number of days: `30 d`.
pub(crate) fn days(text: &str) -> Option<u16> {
    u16::try_from(digits(text.strip_suffix(" d")?)?).ok()
}

/// A decimal number × 10^places, exact; `None` where it has more places.
pub(crate) fn decimal(text: &str, places: u32) -> Option<i64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let fraction = match fraction.trim_end_matches('0') {
        "" if !fraction.is_empty() => "0",
        trimmed => trimmed,
    };
    let kept = u32::try_from(fraction.len()).ok()?;
    let scale = 10_i64.checked_pow(places)?;
    let fraction = match (fraction, kept) {
        ("0", _) => 0,
        (_, kept) if kept <= places => digits(fraction)? * 10_i64.checked_pow(places - kept)?,
        _ => return None,
    };
    let value = digits(whole)?.checked_mul(scale)?.checked_add(fraction)?;
    Some(if negative { -value } else { value })
}

/// A stored integer as it is shown: 385 with one decimal is `38.5`.
pub(crate) fn shown(stored: i64, decimals: u8) -> String {
    let scale = 10_u64.pow(u32::from(decimals));
    let sign = if stored < 0 { "-" } else { "" };
    let size = stored.unsigned_abs();
    if decimals == 0 {
        return format!("{sign}{size}");
    }
    format!(
        "{sign}{}.{:0width$}",
        size / scale,
        size % scale,
        width = usize::from(decimals)
    )
}

/// A length of time as it is shown: `1:30` for whole minutes from an hour on, `15 min`, `90 s`.
pub(crate) fn shown_span(span: Span) -> String {
    let seconds = span.0 / 1000;
    if seconds % 60 != 0 {
        return format!("{seconds} s");
    }
    match seconds / 60 {
        minutes @ 0..60 => format!("{minutes} min"),
        minutes => format!("{}:{:02}", minutes / 60, minutes % 60),
    }
}

/// Up to six digits, nothing else.
fn digits(text: &str) -> Option<i64> {
    let plain = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("30 min", 30),
            ("1 h 30 min", 90),
            ("1:30", 90),
            ("0:05", 5),
            ("2 h", 120),
            ("90 min", 90),
        ] {
            assert_eq!(span(text), Some(Span::minutes(minutes)), "{text}");
        }
        assert_eq!(span("90 s"), Some(Span::seconds(90)));
        assert_eq!(span("1 min 30 s"), Some(Span::seconds(90)));
        for text in [
            "",
            "30",
            "30 minutes",
            "30min",
            "1:5",
            "1:60",
            ":30",
            "30 min 1 h",
            "1 h 90 min",
            "1 h 1 h",
            "-5 min",
            "1.5 h",
            "30  min",
            " 30 min",
            "1:30:00",
            "9999999 h",
        ] {
            assert_eq!(span(text), None, "{text:?}");
        }
    }

    #[test]
    fn amounts_are_exact() {
        assert_eq!(micrograms("62.5 mg"), Some(62_500));
        assert_eq!(micrograms("120 mg"), Some(120_000));
        assert_eq!(micrograms("500 µg"), Some(500));
        assert_eq!(millilitres("1.2 l"), Some(1200));
        assert_eq!(millilitres("200 ml"), Some(200));
        for text in [
            "120",
            "120mg",
            "0.0005 mg",
            "-5 mg",
            "120 g",
            "1. mg",
            ". mg",
            "0.5 ml mg",
        ] {
            assert_eq!(micrograms(text), None, "{text:?}");
        }
    }

    #[test]
    fn days_are_whole() {
        assert_eq!(days("30 d"), Some(30));
        assert_eq!(days("0 d"), Some(0));
        for text in ["30", "30d", "1.5 d", "-1 d", "2 w", "99999 d", " d"] {
            assert_eq!(days(text), None, "{text:?}");
        }
    }

    #[test]
    fn decimals_keep_their_places_and_no_more() {
        assert_eq!(decimal("38.5", 1), Some(385));
        assert_eq!(decimal("38.50", 1), Some(385));
        assert_eq!(decimal("38", 1), Some(380));
        assert_eq!(decimal("160.0", 0), Some(160));
        assert_eq!(decimal("-1.5", 1), Some(-15));
        for text in ["38.55", "160.5e0", "", ".", "nan", "1."] {
            assert_eq!(decimal(text, 1), None, "{text:?}");
        }
        assert_eq!(shown(385, 1), "38.5");
        assert_eq!(shown(-5, 1), "-0.5");
        assert_eq!(shown(160, 0), "160");
        assert_eq!(shown_span(Span::minutes(90)), "1:30");
        assert_eq!(shown_span(Span::minutes(5)), "5 min");
        assert_eq!(shown_span(Span::seconds(90)), "90 s");
    }
}
