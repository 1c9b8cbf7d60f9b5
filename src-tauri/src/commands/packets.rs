//! Contacts, packets and their review.

use crate::state::{App, caught};
use companion::packets::file_put;
use export::report::Paper;
use std::path::Path;
use tauri::State;
use wire::clients::ClientRef;
use wire::failure::Failure;
use wire::packets::{
    ChangeContact, ContactView, Contacts, GiveCard, LeavingView, Offered, OpenPacket, OwnKeys,
    PacketChoice, PieceView, PrintReport, ReplyPacket, SealPacket, SealedView, TakeCard,
    ThreadLine, ThreadRef, Written,
};
use wire::review::{ReviewRequest, ReviewSign, ReviewView, ReviewWaits, TrendsView, WriteHours};

#[tauri::command(async)]
pub fn contacts_list(app: State<'_, App>) -> Result<Contacts, Failure> {
    app.verb("contacts_list", |companion| Contacts::of(companion))
}

#[tauri::command(async)]
pub fn contacts_give_card(app: State<'_, App>, args: GiveCard) -> Result<Written, Failure> {
    app.verb("contacts_give_card", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn contacts_take_card(app: State<'_, App>, args: TakeCard) -> Result<ContactView, Failure> {
    app.verb("contacts_take_card", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn contacts_change(app: State<'_, App>, args: ChangeContact) -> Result<ContactView, Failure> {
    app.verb("contacts_change", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_list(app: State<'_, App>) -> Result<Vec<ThreadLine>, Failure> {
    app.verb("packets_list", ThreadLine::all)
}

#[tauri::command(async)]
pub fn packets_keys(app: State<'_, App>, args: OwnKeys) -> Result<Contacts, Failure> {
    app.verb("packets_keys", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_parts(app: State<'_, App>, args: ClientRef) -> Result<Vec<PieceView>, Failure> {
    app.verb("packets_parts", |companion| {
        PieceView::all(companion, &args.client)
    })
}

#[tauri::command(async)]
pub fn packets_look(app: State<'_, App>, args: PacketChoice) -> Result<LeavingView, Failure> {
    app.verb("packets_look", |companion| args.look(companion))
}

#[tauri::command(async)]
pub fn packets_seal(app: State<'_, App>, args: SealPacket) -> Result<SealedView, Failure> {
    app.verb("packets_seal", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_open(app: State<'_, App>, args: OpenPacket) -> Result<ThreadRef, Failure> {
    app.verb("packets_open", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_reply(app: State<'_, App>, args: ReplyPacket) -> Result<SealedView, Failure> {
    app.verb("packets_reply", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_destroy(app: State<'_, App>, args: ThreadRef) -> Result<(), Failure> {
    app.verb("packets_destroy", |companion| {
        companion.packet_destroy(args.id()?)
    })
}

/// The facts are gathered under the lock; setting them on paper needs nobody to wait.
#[tauri::command(async)]
pub fn reports_print(app: State<'_, App>, args: PrintReport) -> Result<Written, Failure> {
    let report = app.verb("reports_print", |companion| Paper::asked(companion, &args))?;
    let set = caught(|| press::paper(&report))?;
    let bytes = set.map_err(|_| companion::Error::Damaged { what: "report" })?;
    let path = file_put(Path::new(&args.folder), &report.file_name(), "pdf", &bytes)?;
    Ok(Written {
        path: path.to_string_lossy().into_owned(),
    })
}

#[tauri::command(async)]
pub fn review_look(app: State<'_, App>, args: ThreadRef) -> Result<ReviewView, Failure> {
    app.verb("review_look", |companion| {
        ReviewView::of(companion, &args.thread)
    })
}

#[tauri::command(async)]
pub fn review_act(app: State<'_, App>, args: ReviewRequest) -> Result<ReviewView, Failure> {
    app.verb("review_act", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn review_sign(app: State<'_, App>, args: ReviewSign) -> Result<ReviewView, Failure> {
    app.verb("review_sign", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn review_trends(app: State<'_, App>) -> Result<TrendsView, Failure> {
    app.verb("review_trends", TrendsView::of)
}

#[tauri::command(async)]
pub fn review_hours(app: State<'_, App>, args: WriteHours) -> Result<Written, Failure> {
    app.verb("review_hours", |companion| {
        export::hours::put(companion, &args)
    })
}

#[tauri::command(async)]
pub fn review_waiting(app: State<'_, App>) -> Result<Vec<ReviewWaits>, Failure> {
    app.verb("review_waiting", ReviewWaits::all)
}

/// The file that was double-clicked, once. It is opened by a person's act, like any other.
#[tauri::command(async)]
pub fn packets_offered(app: State<'_, App>) -> Result<Offered, Failure> {
    app.verb("packets_offered", |_| {
        Ok(Offered {
            path: app
                .offered()
                .map(|path| path.to_string_lossy().into_owned()),
        })
    })
}
