import type {
  ApiKeyRow,
  InvitationRow,
  LinkedIdentityRow,
  MembershipRow,
  MfaRow,
  OrganisationRow,
  ProfileRow,
  UserRow,
} from '../../projections/accounts/tables.ts'
import type { SessionView } from '../accounts/session-reads.ts'
import type {
  ListingChangeRow,
  ListingRow,
  ReviewRow,
} from '../../projections/catalog/market-tables.ts'
import type { AppRow, AppVersionRow, ProjectRow } from '../../projections/catalog/tables.ts'
import type { JournalEntryRow, LedgerEntryRow } from '../../projections/billing/ledger/tables.ts'
import type { BillLineRow, BillRow } from '../../projections/billing/bills/tables.ts'
import type { PriceBookRow, UsageEventRow } from '../../projections/billing/metering/tables.ts'
import type {
  CommissionRuleRow,
  PayeeEntryRow,
  PayeeRow,
  PayoutRow,
  SettlementRunRow,
} from '../../projections/billing/payees/tables.ts'
import type { ReconciliationFindingRow } from '../../projections/billing/reconciliation/tables.ts'
import type { PaymentRow } from '../../projections/billing/payments/tables.ts'
import type { WalletRow } from '../../projections/billing/tables.ts'
import type { CreditGrantRow, WalletSpendingRow } from '../../projections/billing/wallet/tables.ts'
import type { CalibrationRow, DeviceQueueRow, DeviceRow } from '../../projections/devices/tables.ts'
import type { JobRow, JobTransitionRow, QuoteRow } from '../../projections/jobs/tables.ts'
import type { SubscriptionKeyRow } from '../../projections/subscriptions/run-tables.ts'
import type {
  SubscriptionChargeRow,
  SubscriptionRow,
} from '../../projections/subscriptions/tables.ts'
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
export const Bill = builder.objectRef<BillRow>('Bill')
export const BillLine = builder.objectRef<BillLineRow>('BillLine')
export const CreditGrant = builder.objectRef<CreditGrantRow>('CreditGrant')
export const WalletSpending = builder.objectRef<WalletSpendingRow>('WalletSpending')
export const Payment = builder.objectRef<PaymentRow>('Payment')
export const LedgerEntry = builder.objectRef<LedgerEntryRow>('LedgerEntry')
export const UsageEvent = builder.objectRef<UsageEventRow>('UsageEvent')
export const PriceBook = builder.objectRef<PriceBookRow>('PriceBook')
export const JournalEntry = builder.objectRef<JournalEntryRow>('JournalEntry')
export const Payee = builder.objectRef<PayeeRow>('Payee')
export const Payout = builder.objectRef<PayoutRow>('Payout')
export const PayeeEntry = builder.objectRef<PayeeEntryRow>('PayeeEntry')
export const ReconciliationFinding =
  builder.objectRef<ReconciliationFindingRow>('ReconciliationFinding')
export const SettlementRun = builder.objectRef<SettlementRunRow>('SettlementRun')
export const CommissionRule = builder.objectRef<CommissionRuleRow>('CommissionRule')
export const Organisation = builder.objectRef<OrganisationRow>('Organisation')
export const Membership = builder.objectRef<MembershipRow>('Membership')
export const Invitation = builder.objectRef<InvitationRow>('Invitation')
export const User = builder.objectRef<UserRow>('User')
export const LinkedIdentity = builder.objectRef<LinkedIdentityRow>('LinkedIdentity')
export const SecondFactor = builder.objectRef<MfaRow>('SecondFactor')
export const ApiKey = builder.objectRef<ApiKeyRow>('ApiKey')
export const Profile = builder.objectRef<ProfileRow>('Profile')
export const Session = builder.objectRef<SessionView>('Session')
export const Project = builder.objectRef<ProjectRow>('Project')
export const App = builder.objectRef<AppRow>('App')
export const AppVersion = builder.objectRef<AppVersionRow>('AppVersion')
export const Listing = builder.objectRef<ListingRow>('Listing')
export const ListingChange = builder.objectRef<ListingChangeRow>('ListingChange')
export const Review = builder.objectRef<ReviewRow>('Review')
export const AppSubscription = builder.objectRef<SubscriptionRow>('AppSubscription')
export const SubscriptionKey = builder.objectRef<SubscriptionKeyRow>('SubscriptionKey')
export const SubscriptionCharge = builder.objectRef<SubscriptionChargeRow>('SubscriptionCharge')
