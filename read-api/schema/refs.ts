import type {
  ApiKeyRow,
  MembershipRow,
  OrganisationRow,
  UserRow,
} from '../../projections/accounts/tables.ts'
import type { LedgerEntryRow, WalletRow } from '../../projections/billing/tables.ts'
import type { CalibrationRow, DeviceQueueRow, DeviceRow } from '../../projections/devices/tables.ts'
import type { JobRow, JobTransitionRow, QuoteRow } from '../../projections/jobs/tables.ts'
import { builder } from './builder.ts'

/** A calibration without its measurements, which are wide and read on demand. */
export type CalibrationSummary = Omit<CalibrationRow, 'data'>

/** The types that name each other across contexts; each is described in its own. */
export const Device = builder.objectRef<DeviceRow>('Device')
export const Calibration = builder.objectRef<CalibrationSummary>('Calibration')
export const DeviceQueueEntry = builder.objectRef<DeviceQueueRow>('DeviceQueueEntry')
export const Job = builder.objectRef<JobRow>('Job')
export const JobTransition = builder.objectRef<JobTransitionRow>('JobTransition')
export const Quote = builder.objectRef<QuoteRow>('Quote')
export const Wallet = builder.objectRef<WalletRow>('Wallet')
export const LedgerEntry = builder.objectRef<LedgerEntryRow>('LedgerEntry')
export const Organisation = builder.objectRef<OrganisationRow>('Organisation')
export const Membership = builder.objectRef<MembershipRow>('Membership')
export const User = builder.objectRef<UserRow>('User')
export const ApiKey = builder.objectRef<ApiKeyRow>('ApiKey')
