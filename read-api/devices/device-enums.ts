import { builder } from '../schema/builder.ts'

export const DeviceStatus = builder.enumType('DeviceStatus', {
  description: 'Whether a device takes jobs.',
  values: {
    ONLINE: { description: 'It runs jobs.' },
    OFFLINE: { description: 'It takes none.' },
    PAUSED: { description: 'It keeps new jobs in its queue.' },
    RETIRED: { description: 'It never comes back.' },
  },
})

export const DeviceTechnology = builder.enumType('DeviceTechnology', {
  description: 'What a device’s qubits are made of.',
  values: {
    SUPERCONDUCTING: { description: 'Superconducting circuits.' },
    TRAPPED_ION: { description: 'Trapped ions.' },
    NEUTRAL_ATOM: { description: 'Neutral atoms.' },
    PHOTONIC: { description: 'Photons.' },
    SPIN: { description: 'Spins in semiconductors or defects.' },
    SIMULATOR: { description: 'A classical computer that simulates them.' },
    OTHER: { description: 'Something else.' },
  },
})

export const OutsideWindows = builder.enumType('OutsideWindows', {
  description: 'What a device does with jobs outside its execution windows.',
  values: {
    QUEUE: { description: 'Keeps them until the next window.' },
    REFUSE: { description: 'Refuses them.' },
  },
})

export const ExecutionDay = builder.enumType('ExecutionDay', {
  description: 'The days on which an execution window opens.',
  values: {
    EVERYDAY: { value: 'Everyday', description: 'All seven.' },
    WEEKDAYS: { value: 'Weekdays', description: 'Monday to Friday.' },
    WEEKEND: { value: 'Weekend', description: 'Saturday and Sunday.' },
    SUNDAY: { value: 'Sunday', description: 'Sundays.' },
    MONDAY: { value: 'Monday', description: 'Mondays.' },
    TUESDAY: { value: 'Tuesday', description: 'Tuesdays.' },
    WEDNESDAY: { value: 'Wednesday', description: 'Wednesdays.' },
    THURSDAY: { value: 'Thursday', description: 'Thursdays.' },
    FRIDAY: { value: 'Friday', description: 'Fridays.' },
    SATURDAY: { value: 'Saturday', description: 'Saturdays.' },
  },
})

export const DeviceOrder = builder.enumType('DeviceOrder', {
  description: 'What a list of devices is ordered by.',
  values: {
    REGISTERED_AT: { description: 'The order of their registration.' },
    NAME: { description: 'Their names, then the order of registration.' },
    QUBITS: { description: 'Their qubits, then the order of registration.' },
  },
})

export const QueueState = builder.enumType('QueueState', {
  description: 'Where a job is at its device.',
  values: {
    WAITING: { description: 'In line.' },
    RUNNING: { description: 'On the device.' },
  },
})
