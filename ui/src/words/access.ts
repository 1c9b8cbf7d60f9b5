// Words of the access log: who came to the record, and what left it.
import type { AccessLine } from "../wire/audit";

/** Fixed words of the chain, as people read them. */
const actions: Record<string, string> = {
  vault_created: "Vault made", vault_opened: "Opened", vault_recovered: "Opened by the recovery code", older_copy_taken: "Older copy taken as the record", header_mended: "Copy of the header written anew", vault_backed_up: "Backup made", vault_restored: "Restored from a backup", vault_rotated: "Another master key",
  passphrase_changed: "Passphrase changed", passphrase_not_changed: "The passphrase could not be changed", recovery_code_not_renewed: "A new recovery code could not be made", recovery_code_renewed: "New recovery code", recovery_code_waived: "Recovery code waived", recovery_code_lost: "Recovery code said to be lost", recovery_code_drilled: "Recovery code tried",
  identity_exported: "Key for packets written to a file", person_added: "Person added", person_enrolled: "A key of their own", roles_given_beside: "Stood by while roles were given", roles_given_alone: "Roles given with nobody to stand by",
  person_removed: "Person taken out", licence_recorded: "Licence entered", licence_renewed: "Licence renewed", person_trained: "Training entered", task_delegated: "Task delegated", task_ended: "Task ended",
  person_returned: "Person let in anew", person_packets_known: "Packet key known", person_key_known: "Signing key known", contact_pinned: "Contact card taken in", contact_changed: "Contact with changed keys", contact_card_again: "Contact card taken in again", contact_role: "Contact's role set here", contact_compared: "Six words compared", contact_revoked: "Contact revoked", contact_restored: "Contact trusted again",
  packet_sealed: "Packet sealed", packet_opened: "Packet opened", packet_destroyed: "Packet destroyed", confidence_carried: "Concerns written to a file", client_exported: "Client's whole file written, not encrypted", client_erased: "Client erased",
  inspector_let_in: "Inspector let in", inspector_not_let_in: "Inspector could not be let in", inspection_opened: "Opened by an access code", inspection_over: "Access code tried after its last day", inspected: "Looked at by an inspector", glass_opened: "Opened by the key in the envelope", glass_seen: "Use of the envelope's key looked into",
};

export const access = {
  title: "Access log",
  lead: "Who came to the record and what left it: openings, keys, people, packets, backups, and what an inspector looked at.",
  go: "Show the access log",
  older: "Show older ones",
  working: "Looking through the chain.",
  none: "Nothing yet.",
  caption: "Who came to the record, newest first",
  columns: ["Entry", "When", "What", "Whom", "Who did it"],
  /** `when` it was; `from`: when the backup was made that it was restored from. */
  row: (line: AccessLine, when: string, from = ""): string[] => [
    String(line.seq), when,
    `${actions[line.action] ?? line.action.replaceAll("_", " ")}${line.wrong > 0 ? `, after ${line.wrong} wrong ${line.wrong === 1 ? "passphrase" : "passphrases"}` : ""}`,
    [line.about ?? "", line.session === null ? "" : `session ${line.session}`, line.restored === null ? "" : `the backup of ${from}, which ends with entry ${line.restored.entry}, code ${line.restored.code}`].filter((part) => part !== "").join(", "),
    line.by ?? "",
  ],
} as const;
