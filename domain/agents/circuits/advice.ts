import type { Failure } from '../../jobs/job-events.ts'

/** What somebody whose job failed may do about it, by the failure's code. */
const byCode: Readonly<Record<string, string>> = {
  EXECUTION_TIME_LIMIT:
    'Ask for fewer shots, or have the circuit optimised: it needs more time than the device gives one job.',
  EXECUTION_MEMORY_LIMIT: 'Use fewer qubits, or fewer measurements in the middle of the circuit.',
  QASM_LOOP_LIMIT: 'Bound the loop: it did not end by itself.',
  QASM_TOO_DEEP: 'Nest gates and subroutines less deeply.',
  QASM_TOO_LARGE: 'Split the program, or shorten its loops.',
  QASM_TOO_MANY_QUBITS: 'Use a device with more qubits, or fewer qubits.',
  SHOTS_OUT_OF_RANGE: 'Keep to the number of shots that the device takes.',
  DEVICE_ERROR: 'Submit the job again, or to another device: nothing was wrong with the circuit.',
  ENGINE_CRASHED: 'Submit the job again: nothing was wrong with the circuit.',
  PROVIDER_UNREACHABLE: 'Submit the job again later, or to a device of another provider.',
  PROVIDER_IGNORED_CANCELLATION: 'Nothing needs doing: the job was given up, and is not charged.',
  QUEUE_TIME_LIMIT: 'Choose a device with a shorter line, or submit outside of its busy hours.',
  PAYMENT_DECLINED: 'Pay by another card, or from the wallet.',
}

const byFault: Readonly<Record<Failure['faultDomain'], string>> = {
  USER: 'Change the program or the order: the same job would fail again.',
  PLATFORM: 'Submit the job again: it failed for a reason of the hub’s.',
  PROVIDER: 'Submit the job again, or to another device: it failed for a reason of the provider’s.',
}

export const adviceOn = ({ code, faultDomain, retriable }: Failure): string => {
  const known = byCode[code]
  if (known !== undefined) return known
  if (code.startsWith('QASM_')) return 'Correct the program at the line that is named.'
  return retriable ? byFault[faultDomain] : byFault.USER
}
