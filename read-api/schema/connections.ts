import { builder } from './builder.ts'
import {
  ApiKey,
  Calibration,
  Device,
  DeviceQueueEntry,
  Job,
  JobTransition,
  LedgerEntry,
  Membership,
  Wallet,
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

const [entries, entryEdge] = named('LedgerEntry', 'ledger entries')
export const LedgerEntryConnection = builder.connectionObject(
  { type: LedgerEntry, ...entries },
  entryEdge,
)

const [members, memberEdge] = named('Membership', 'memberships')
export const MembershipConnection = builder.connectionObject(
  { type: Membership, ...members },
  memberEdge,
)

const [keys, keyEdge] = named('ApiKey', 'API keys')
export const ApiKeyConnection = builder.connectionObject({ type: ApiKey, ...keys }, keyEdge)
