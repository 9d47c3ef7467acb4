import type { KindOfNotification } from '../kind.ts'

export const ofDevices = {
  'device.offline': {
    on: ['DeviceWentOffline'],
    tells: { organisation: 'providerOrganisation' },
    severity: 'WARNING',
    mailed: true,
    title: 'Device “{name}” went offline',
    text: 'Your device “{name}” went offline: {reason}',
    about: 'Device:{deviceId}',
  },
  'device.online': {
    on: ['DeviceWentOnline'],
    tells: { organisation: 'providerOrganisation' },
    severity: 'INFO',
    mailed: false,
    title: 'Device “{name}” is online',
    text: 'Your device “{name}” is online.',
    about: 'Device:{deviceId}',
  },
} as const satisfies Readonly<Record<string, KindOfNotification>>
