import type { EventLogRow } from '../../projections/log/tables.ts'
import type { OperatorActionRow } from '../../projections/operations/tables.ts'
import type { QuarantineRow } from '../../projections/runner/tables.ts'
import type { SagaInstanceRow, TimerRow } from '../../projections/sagas/tables.ts'
import { builder } from '../schema/builder.ts'

/** What operators read of the hub itself. */
export const LogEvent = builder.objectRef<EventLogRow>('LogEvent')
export const SagaInstance = builder.objectRef<SagaInstanceRow>('SagaInstance')
export const SagaTimer = builder.objectRef<TimerRow>('SagaTimer')
export const QuarantinedStream = builder.objectRef<QuarantineRow>('QuarantinedStream')
export const OperatorAction = builder.objectRef<OperatorActionRow>('OperatorAction')
