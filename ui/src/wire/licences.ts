export type LicenceStanding = "holds" | "lapses_soon" | "lapsed";
export type LicenceLine = { number: string, jurisdiction: string, until: string, standing: LicenceStanding, days: number, };
export type DutyKind = "trained" | "delegated" | "ended";
export type DutyLine = { line: number, kind: DutyKind, words: string, on: string, by: string | null, ends: number | null, ended: string | null, };
export type Papers = { person: string, licence: LicenceLine | null, duties: Array<DutyLine>, };
export type LapsingLine = { initials: string, name: string, licence: LicenceLine, };
export type RecordLicence = { person: string, number: string, jurisdiction: string, until: string, };
export type RecordDuty = { person: string, kind: DutyKind, words: string, on: string, by: string | null, ends: number | null, };
