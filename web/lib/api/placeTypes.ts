/** Shapes of reorganisations (`docs/reorganisation.md`, `/api/reorganisations…`). Of long lists at most a thousand lines are told. */

export interface BeforeAfter { before: number; after: number }

/** Why a plan cannot be applied, or what someone should look at: a sentence of the server. */
export interface PlanRemark { code: string; message: string; step?: number; object?: string }
export interface UnitMove { old?: string; old_name?: string; new?: string; new_name?: string; level: string; persons: number }
export interface UserMove { login: string; before: string[]; after: string[] }
export interface AreaMove { id: string; name: string; before: string; after: string }
export interface ReportTouched { form: string; unit: string; period: string; state: string }
/** A phone that holds work that was not sent. */
export interface DeviceBehind { id: string; login: string; unsent: number; seen_at?: string }

export interface ReorganisationPreview {
  name: string;
  first?: string;
  last?: string;
  possible: boolean;
  conflicts: PlanRemark[];
  warnings: PlanRemark[];
  totals: Record<'provinces' | 'districts' | 'communes' | 'hamlets', BeforeAfter>;
  /** Usual residents of the nation, on the map before and after. */
  national: BeforeAfter;
  hamlets: number;
  /** Hamlets whose commune was chosen by rule. */
  guessed: number;
  households: number;
  persons: number;
  /** Households that are put into another hamlet. */
  divided: number;
  units: UnitMove[];
  unit_count: number;
  users: UserMove[];
  user_count: number;
  areas: AreaMove[];
  area_count: number;
  reports: ReportTouched[];
  report_count: number;
  devices: DeviceBehind[];
  device_count: number;
  waiting: number;
  parked: number;
}

export interface Reorganisation { id: string; name: string; first: string; made_at: string; made_by?: string; undone_at?: string; undone_by?: string }
