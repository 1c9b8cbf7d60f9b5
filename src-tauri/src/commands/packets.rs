//! Contacts, packets and their review.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::packets::{
    ChangeContact, ContactView, Contacts, GiveCard, LeavingView, OpenPacket, PacketChoice,
    ReplyPacket, SealPacket, SealedView, TakeCard, ThreadLine, ThreadRef, Written,
};
use wire::review::{ReviewRequest, ReviewSign, ReviewView};

#[tauri::command(async)]
pub fn contacts_list(app: State<'_, App>) -> Result<Contacts, Failure> {
    app.verb(|companion| Contacts::of(companion))
}

#[tauri::command(async)]
pub fn contacts_give_card(app: State<'_, App>, args: GiveCard) -> Result<Written, Failure> {
    app.verb(|companion| args.run(companion))
}

#[tauri::command(async)]
pub fn contacts_take_card(app: State<'_, App>, args: TakeCard) -> Result<ContactView, Failure> {
    app.verb(|companion| args.run(companion))
}

#[tauri::command(async)]
pub fn contacts_change(app: State<'_, App>, args: ChangeContact) -> Result<ContactView, Failure> {
    app.verb(|companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_list(app: State<'_, App>) -> Result<Vec<ThreadLine>, Failure> {
    app.verb(ThreadLine::all)
}

#[tauri::command(async)]
pub fn packets_look(app: State<'_, App>, args: PacketChoice) -> Result<LeavingView, Failure> {
    app.verb(|companion| args.look(companion))
}

#[tauri::command(async)]
pub fn packets_seal(app: State<'_, App>, args: SealPacket) -> Result<SealedView, Failure> {
    app.verb(|companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_open(app: State<'_, App>, args: OpenPacket) -> Result<ThreadRef, Failure> {
    app.verb(|companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_reply(app: State<'_, App>, args: ReplyPacket) -> Result<SealedView, Failure> {
    app.verb(|companion| args.run(companion))
}

#[tauri::command(async)]
pub fn packets_destroy(app: State<'_, App>, args: ThreadRef) -> Result<(), Failure> {
    app.verb(|companion| companion.packet_destroy(args.id()?))
}

#[tauri::command(async)]
pub fn review_look(app: State<'_, App>, args: ThreadRef) -> Result<ReviewView, Failure> {
    app.verb(|companion| ReviewView::of(companion, &args.thread))
}

#[tauri::command(async)]
pub fn review_act(app: State<'_, App>, args: ReviewRequest) -> Result<ReviewView, Failure> {
    app.verb(|companion| args.run(companion))
}

#[tauri::command(async)]
pub fn review_sign(app: State<'_, App>, args: ReviewSign) -> Result<ReviewView, Failure> {
    app.verb(|companion| args.run(companion))
}
