//! Queries: what waits for an answer, what was answered, what its asker settled.

use super::{Event, Refusal, Review, Row, RowId};
use crate::id::PersonId;
use std::collections::BTreeMap;

/// How a query stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryState {
    /// It waits for an answer.
    Open,
    /// It was answered, and waits for its asker.
    Answered,
    /// Its asker closed it.
    Closed,
}

/// A query with everything said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Its row.
    pub id: RowId,
    /// How it stands.
    pub state: QueryState,
    /// Rows that answer, close and open it, oldest first.
    pub said: Vec<RowId>,
}

impl Review {
    /// Every query, oldest first.
    pub fn queries(&self) -> Vec<Query> {
        let mut about: BTreeMap<RowId, Vec<(RowId, &Row)>> = BTreeMap::new();
        for (id, row) in &self.rows {
            if let Some(query) = query_spoken_of(*id, row) {
                about.entry(query).or_default().push((*id, row));
            }
        }
        self.rows()
            .iter()
            .filter(|(_, row)| matches!(row.event, Event::Asked { .. }))
            .map(|(id, _)| query_from(*id, about.remove(id).unwrap_or_default()))
            .collect()
    }

    pub(super) fn query_of(&self, id: RowId) -> Query {
        let said = self.rows.iter().map(|(row_id, row)| (*row_id, row));
        query_from(
            id,
            said.filter(|(row_id, row)| query_spoken_of(*row_id, row) == Some(id))
                .collect(),
        )
    }

    /// What an answer to a query speaks to: the number of its asker's last row about it.
    pub fn answer_after(&self, query: RowId) -> u64 {
        let about = self.of(query.by);
        asked_last(
            query,
            about.filter(|(id, row)| query_spoken_of(*id, row) == Some(query)),
        )
        .0
    }

    /// Queries of this reviewer that are not closed.
    pub fn unsettled(&self, by: PersonId) -> usize {
        self.queries()
            .iter()
            .filter(|query| query.id.by == by && query.state != QueryState::Closed)
            .count()
    }

    pub(super) fn query(&self, id: RowId) -> Result<QueryState, Refusal> {
        match self.row(id).map(|row| &row.event) {
            Some(Event::Asked { .. }) => Ok(self.query_of(id).state),
            _ => Err(Refusal::NoQuery),
        }
    }
}

/// Which query a row answers, closes or opens again. Only its asker's word closes it, whatever another vault has let through.
fn query_spoken_of(id: RowId, row: &Row) -> Option<RowId> {
    match &row.event {
        Event::Answered { query, .. } => Some(*query),
        Event::Closed { query } | Event::Reopened { query, .. } => {
            (query.by == id.by).then_some(*query)
        }
        _ => None,
    }
}

/// The asker's last row about a query, by its number, and whether it closes the query. One's own rows have an order of their own.
fn asked_last<'a>(query: RowId, about: impl Iterator<Item = (RowId, &'a Row)>) -> (u64, bool) {
    let own = about.filter(|(id, row)| {
        id.by == query.by && matches!(row.event, Event::Closed { .. } | Event::Reopened { .. })
    });
    let last = own.max_by_key(|(id, _)| id.n);
    last.map_or((query.n, false), |(id, row)| {
        (id.n, matches!(row.event, Event::Closed { .. }))
    })
}

/// A query as the rows about it tell it.
fn query_from(id: RowId, mut said: Vec<(RowId, &Row)>) -> Query {
    let (last, closed) = asked_last(id, said.iter().copied());
    let answers = |row: &Row| matches!(row.event, Event::Answered { after, .. } if after >= last);
    let state = if closed {
        QueryState::Closed
    } else if said.iter().any(|(_, row)| answers(row)) {
        QueryState::Answered
    } else {
        QueryState::Open
    };
    said.sort_by_key(|(row_id, row)| (row.wall_ms, *row_id));
    Query {
        id,
        state,
        said: said.into_iter().map(|(row_id, _)| row_id).collect(),
    }
}
