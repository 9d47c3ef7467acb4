import { builder } from './builder.ts'
import {
  ApiKey,
  AppSubscription,
  Invitation,
  App,
  AppVersion,
  Bill,
  BillLine,
  Calibration,
  CommissionRule,
  CreditGrant,
  Device,
  DeviceQueueEntry,
  Job,
  JobTransition,
  JournalEntry,
  LedgerEntry,
  LinkedIdentity,
  Listing,
  ListingChange,
  Membership,
  Payee,
  PayeeEntry,
  Payment,
  Payout,
  PriceBook,
  Project,
  Review,
  Session,
  ReconciliationFinding,
  SettlementRun,
  SubscriptionCharge,
  SubscriptionKey,
  UsageEvent,
  User,
  Wallet,
  WalletSpending,
} from './refs.ts'

/** One connection type for each type of node, whichever list it stands in. */
const named = (name: string, what: string) =>
  [
    { name: `${name}Connection`, description: `A page of ${what}.` },
    { name: `${name}Edge`, description: `One of ${what}, with its place in the list.` },
  ] as const

const [jobs, jobEdge] = named('Job', 'jobs')
export const JobConnection = builder.connectionObject({ type: Job, ...jobs }, jobEdge)

const [transitions, transitionEdge] = named('JobTransition', 'events of a job')
export const JobTransitionConnection = builder.connectionObject(
  { type: JobTransition, ...transitions },
  transitionEdge,
)

const [devices, deviceEdge] = named('Device', 'devices')
export const DeviceConnection = builder.connectionObject({ type: Device, ...devices }, deviceEdge)

const [calibrations, calibrationEdge] = named('Calibration', 'calibrations')
export const CalibrationConnection = builder.connectionObject(
  { type: Calibration, ...calibrations },
  calibrationEdge,
)

const [queue, queueEdge] = named('DeviceQueueEntry', 'jobs at a device')
export const DeviceQueueEntryConnection = builder.connectionObject(
  { type: DeviceQueueEntry, ...queue },
  queueEdge,
)

const [wallets, walletEdge] = named('Wallet', 'wallets')
export const WalletConnection = builder.connectionObject({ type: Wallet, ...wallets }, walletEdge)

const [creditGrants, creditGrantEdge] = named('CreditGrant', 'grants')
export const CreditGrantConnection = builder.connectionObject(
  { type: CreditGrant, ...creditGrants },
  creditGrantEdge,
)

const [spendings, spendingEdge] = named('WalletSpending', 'holds and charges')
export const WalletSpendingConnection = builder.connectionObject(
  { type: WalletSpending, ...spendings },
  spendingEdge,
)

const [entries, entryEdge] = named('LedgerEntry', 'ledger entries')
export const LedgerEntryConnection = builder.connectionObject(
  { type: LedgerEntry, ...entries },
  entryEdge,
)
const [journalEntries, journalEntryEdge] = named('JournalEntry', 'adjusting entries')
export const JournalEntryConnection = builder.connectionObject(
  { type: JournalEntry, ...journalEntries },
  journalEntryEdge,
)

const [usageEvents, usageEventEdge] = named('UsageEvent', 'usage events')
export const UsageEventConnection = builder.connectionObject(
  { type: UsageEvent, ...usageEvents },
  usageEventEdge,
)

const [priceBooks, priceBookEdge] = named('PriceBook', 'price books')
export const PriceBookConnection = builder.connectionObject(
  { type: PriceBook, ...priceBooks },
  priceBookEdge,
)

const [bills, billEdge] = named('Bill', 'bills')
export const BillConnection = builder.connectionObject({ type: Bill, ...bills }, billEdge)

const [billLines, billLineEdge] = named('BillLine', 'lines of a bill')
export const BillLineConnection = builder.connectionObject(
  { type: BillLine, ...billLines },
  billLineEdge,
)

const [payees, payeeEdge] = named('Payee', 'payees')
export const PayeeConnection = builder.connectionObject({ type: Payee, ...payees }, payeeEdge)

const [payouts, payoutEdge] = named('Payout', 'payouts')
export const PayoutConnection = builder.connectionObject({ type: Payout, ...payouts }, payoutEdge)

const [payeeEntries, payeeEntryEdge] = named('PayeeEntry', 'movements of a payee’s balances')
export const PayeeEntryConnection = builder.connectionObject(
  { type: PayeeEntry, ...payeeEntries },
  payeeEntryEdge,
)

const [reconciliationFindings, reconciliationFindingEdge] = named(
  'ReconciliationFinding',
  'findings of the reconciliation',
)
export const ReconciliationFindingConnection = builder.connectionObject(
  { type: ReconciliationFinding, ...reconciliationFindings },
  reconciliationFindingEdge,
)

const [settlementRuns, settlementRunEdge] = named('SettlementRun', 'settlements')
export const SettlementRunConnection = builder.connectionObject(
  { type: SettlementRun, ...settlementRuns },
  settlementRunEdge,
)

const [commissionRules, commissionRuleEdge] = named('CommissionRule', 'rules of commission')
export const CommissionRuleConnection = builder.connectionObject(
  { type: CommissionRule, ...commissionRules },
  commissionRuleEdge,
)

const [members, memberEdge] = named('Membership', 'memberships')
export const MembershipConnection = builder.connectionObject(
  { type: Membership, ...members },
  memberEdge,
)

const [keys, keyEdge] = named('ApiKey', 'API keys')
export const ApiKeyConnection = builder.connectionObject({ type: ApiKey, ...keys }, keyEdge)

const [sessions, sessionEdge] = named('Session', 'sessions')
export const SessionConnection = builder.connectionObject(
  { type: Session, ...sessions },
  sessionEdge,
)

const [users, userEdge] = named('User', 'people')
export const UserConnection = builder.connectionObject({ type: User, ...users }, userEdge)

const [projects, projectEdge] = named('Project', 'projects')
export const ProjectConnection = builder.connectionObject(
  { type: Project, ...projects },
  projectEdge,
)

const [apps, appEdge] = named('App', 'apps')
export const AppConnection = builder.connectionObject({ type: App, ...apps }, appEdge)

const [versions, versionEdge] = named('AppVersion', 'versions of an app')
export const AppVersionConnection = builder.connectionObject(
  { type: AppVersion, ...versions },
  versionEdge,
)

const [listings, listingEdge] = named('Listing', 'listings')
export const ListingConnection = builder.connectionObject(
  { type: Listing, ...listings },
  listingEdge,
)

const [changes, changeEdge] = named('ListingChange', 'change requests')
export const ListingChangeConnection = builder.connectionObject(
  { type: ListingChange, ...changes },
  changeEdge,
)

const [reviews, reviewEdge] = named('Review', 'reviews')
export const ReviewConnection = builder.connectionObject({ type: Review, ...reviews }, reviewEdge)

const [linked, linkedEdge] = named('LinkedIdentity', 'accounts elsewhere')
export const LinkedIdentityConnection = builder.connectionObject(
  { type: LinkedIdentity, ...linked },
  linkedEdge,
)

const [invitations, invitationEdge] = named('Invitation', 'invitations')
export const InvitationConnection = builder.connectionObject(
  { type: Invitation, ...invitations },
  invitationEdge,
)

const [payments, paymentEdge] = named('Payment', 'payments')
export const PaymentConnection = builder.connectionObject(
  { type: Payment, ...payments },
  paymentEdge,
)

const [subscriptions, subscriptionEdge] = named('AppSubscription', 'subscriptions')
export const AppSubscriptionConnection = builder.connectionObject(
  { type: AppSubscription, ...subscriptions },
  subscriptionEdge,
)

const [charges, chargeEdge] = named('SubscriptionCharge', 'charges')
export const SubscriptionChargeConnection = builder.connectionObject(
  { type: SubscriptionCharge, ...charges },
  chargeEdge,
)

const [subscriptionKeys, subscriptionKeyEdge] = named('SubscriptionKey', 'keys')
export const SubscriptionKeyConnection = builder.connectionObject(
  { type: SubscriptionKey, ...subscriptionKeys },
  subscriptionKeyEdge,
)
