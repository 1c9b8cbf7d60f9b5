// Written by `cargo xtask wire`; never edited.
import type { AppState } from "./app";
import type { Client } from "./clients";
import type { ClientName } from "./clients";
import type { ClientRef } from "./clients";
import type { CourseView } from "./course";
import type { Draft } from "./drafts";
import type { DraftsOf } from "./drafts";
import type { Failure } from "./failure";
import type { FormDraft } from "./drafts";
import type { HandOver } from "./handover";
import type { HandoverAnswers } from "./handover";
import type { HandoverView } from "./handover";
import type { Look } from "./session";
import type { MeasureLine } from "./measures";
import type { MeasureRef } from "./measures";
import type { MeasureSheet } from "./measures";
import type { NewClient } from "./clients";
import type { NewPerson } from "./people";
import type { NewSession } from "./session";
import type { NewVault } from "./vault";
import type { OpenVault } from "./app";
import type { Passphrase } from "./vault";
import type { Phrase } from "./vault";
import type { Proof } from "./people";
import type { ProtocolLine } from "./protocols";
import type { ProtocolRef } from "./protocols";
import type { Recover } from "./vault";
import type { RehearsedPrompt } from "./protocols";
import type { Request } from "./act";
import type { SaveCode } from "./vault";
import type { SessionPlan } from "./plan";
import type { SessionRef } from "./session";
import type { SessionView } from "./view";
import type { Strength } from "./vault";
import type { StrikeEntry } from "./course";
import type { TakeBack } from "./handover";
import type { TakeMeasure } from "./measures";
import type { TakePen } from "./act";
import type { TypedCode } from "./vault";
import type { Unlock } from "./vault";
import type { VaultCreated } from "./vault";
import type { Verified } from "./audit";

/** Every command: what it takes, what it answers. */
export interface Commands {
  app_state: { takes: void; answers: AppState };
  window_close: { takes: void; answers: void };
  vault_strength: { takes: Passphrase; answers: Strength };
  vault_phrase: { takes: void; answers: Phrase };
  vault_create: { takes: NewVault; answers: VaultCreated };
  vault_new_code: { takes: void; answers: VaultCreated };
  vault_save_code: { takes: SaveCode; answers: void };
  vault_confirm_code: { takes: TypedCode; answers: OpenVault };
  vault_unlock: { takes: Unlock; answers: OpenVault };
  vault_recover: { takes: Recover; answers: OpenVault };
  vault_lock: { takes: void; answers: void };
  people_add: { takes: NewPerson; answers: OpenVault };
  people_prove: { takes: Proof; answers: void };
  people_take_pen: { takes: TakePen; answers: OpenVault };
  clients_list: { takes: void; answers: Client[] };
  clients_add: { takes: NewClient; answers: Client };
  clients_name: { takes: ClientRef; answers: ClientName };
  protocols_list: { takes: void; answers: ProtocolLine[] };
  protocols_rehearse: { takes: ProtocolRef; answers: RehearsedPrompt[] };
  session_open: { takes: NewSession; answers: SessionPlan };
  session_plan: { takes: SessionRef; answers: SessionPlan };
  session_look: { takes: Look; answers: SessionView };
  session_act: { takes: Request; answers: SessionView };
  measures_list: { takes: void; answers: MeasureLine[] };
  measures_sheet: { takes: MeasureRef; answers: MeasureSheet };
  measures_take: { takes: TakeMeasure; answers: CourseView };
  handover_begin: { takes: HandOver; answers: HandoverView };
  handover_keep: { takes: HandoverAnswers; answers: HandoverView };
  handover_finish: { takes: void; answers: HandoverView };
  handover_end: { takes: TakeBack; answers: void };
  course_look: { takes: ClientRef; answers: CourseView };
  course_strike: { takes: StrikeEntry; answers: CourseView };
  drafts_keep: { takes: Draft; answers: void };
  drafts_of: { takes: DraftsOf; answers: Draft[] };
  forms_keep: { takes: FormDraft; answers: void };
  forms_of: { takes: ClientRef; answers: FormDraft[] };
  audit_verify: { takes: void; answers: Verified };
}

/** News the shell pushes. */
export interface News {
  session_moved: SessionView;
  vault_locked: void;
  close_asked: void;
  beat_failed: Failure;
}
