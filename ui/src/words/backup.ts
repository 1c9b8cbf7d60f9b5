// Words about backups: making one, how old it is, and the way back.
import type { BackedUp, BackupState, CopyProgress, LastBackup } from "../wire/backup";

const count = (n: number, one: string, many: string): string => `${String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f")} ${n === 1 ? one : many}`;
const entries = (n: number): string => count(n, "entry", "entries");

/** A size as people say it: kB and MB of a thousand. */
export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const copying = (progress: CopyProgress | null): string => {
  if (!progress || progress.stage === "checking") return "Every page is being checked.";
  return progress.stage === "copying" ? `Copying, ${progress.percent} of 100.` : "Every page of the copy is being checked.";
};

const age = (last: LastBackup, time: string): string =>
  last.days === 0 ? `today${time === "" ? "" : ` at ${time}`}` : `${count(last.days, "day", "days")} ago`;

export const backup = {
  title: "Backup",
  lead: "A backup is an encrypted copy of the whole vault in another place, on a stick for example. It opens with the same passphrases and the same recovery code. It counts only after it was opened again and every page and every entry in it was found whole.",
  never: "No backup of this vault is known here.",
  last: (last: LastBackup, time = ""): string =>
    `The last backup was made ${age(last, time)}. ${last.since === 0 ? "Nothing was kept since." : `${entries(last.since)} ${last.since === 1 ? "was" : "were"} kept since.`}`,
  folder: "Folder for the backup",
  folderHint: "Not inside the vault's own folder. A stick that is kept elsewhere survives what this computer does not.",
  folderMissing: "Choose or type a folder.",
  choose: "Choose\u2026",
  chooseTitle: "A folder for the backup",
  go: "Back up now",
  goesOn: "Other work goes on meanwhile, a session too. A lock ends it, and what was copied until then does not count.",
  made: (made: BackedUp): { what: string; record: string; todo: string } => ({
    what: `The backup was made and found whole: ${entries(made.entries)}, ${size(made.bytes)}.`,
    record: made.path,
    todo: "Take the stick out only after the system lets it go.",
  }),
  /** What Today says. */
  todayTitle: (state: BackupState): string => (state.last ? "Back up this vault" : "No backup of this vault is known here"),
  todayNote: (state: BackupState): string => (state.last ? backup.last(state.last) : "If this computer is lost, the record is lost with it."),
  todayAct: "Back up",
  /** Of which day and time, where the name of its folder still says so. */
  band: (path: string): string => {
    const made = madeAt(path);
    return made === "" ? "This is a backup. It is read only: nothing can be kept in it." : `Backup of ${made}. Read only.`;
  },
} as const;

export const restore = {
  turn: "From a backup",
  title: "A vault out of a backup",
  lead: "The backup is checked whole and copied to this computer as a vault. The backup itself stays as it is. It can also be opened as it is, read only: as another vault, by its folder.",
  path: "Folder of the backup",
  pathHint: "Its name ends in .holdfast-backup.",
  pathMissing: "Choose or type the folder of the backup.",
  pathWrong: "Check this folder.",
  nothing: "There is no backup in this place.",
  choose: "Choose\u2026",
  chooseTitle: "The folder of the backup",
  name: "Name of the vault",
  nameHint: "A vault that has this name already is never written over.",
  nameMissing: "Type a name.",
  byCode: "Use recovery code",
  byPassphrase: "Use passphrase",
  codeHint: "Afterwards the vault is opened with the same code, and a new passphrase is set.",
  go: "Make the vault",
  made: (name: string): string => `${name} was made out of the backup. Open it with the recovery code and set a new passphrase.`,
} as const;

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** `2 March 2026, 08:35` out of `/media/stick/Quay 2026-03-02 08.35.00.holdfast-backup`; empty where the folder was given another name. */
export function madeAt(path: string): string {
  const found = / (\d{4})-(\d{2})-(\d{2}) (\d{2})\.(\d{2})\.\d{2}\.holdfast-backup[/\\]*$/.exec(path);
  const month = months[Number(found?.[2]) - 1];
  return found && month ? `${Number(found[3])} ${month} ${found[1] ?? ""}, ${found[4] ?? ""}:${found[5] ?? ""}` : "";
}

/** `Quay` out of `/media/stick/Quay 2026-11-27 06.52.51.holdfast-backup`. */
export function nameIn(path: string): string {
  const last = path.replace(/[/\\]+$/, "").split(/[/\\]/).at(-1) ?? "";
  const found = /^(.*?)( \d{4}-\d{2}-\d{2} \d{2}\.\d{2}\.\d{2})?\.holdfast-backup$/.exec(last);
  return found?.[1] ?? "";
}
