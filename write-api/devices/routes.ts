import { z } from 'zod'
import { changeDeviceStatus } from '../../commands/devices/change-status.ts'
import { publishCalibration } from '../../commands/devices/publish-calibration.ts'
import { publishPrice } from '../../commands/devices/publish-price.ts'
import { DeviceView, readDevice } from '../../commands/devices/read-device.ts'
import { registerDevice } from '../../commands/devices/register.ts'
import { mountCommand } from '../commands/mount-command.ts'
import { mountQuery } from '../queries/mount-query.ts'
import { calibrationLimit, Id } from '../shapes.ts'
import type { Mount } from '../mount.ts'
import { exampleCalibration, exampleDevice, examplePrice } from './examples.ts'

const DevicePath = z.strictObject({ deviceId: Id })
const DeviceAnswer = z.object({ deviceId: Id })
const locationOf = ({ deviceId }: { readonly deviceId: string }): string =>
  `/v1/devices/${deviceId}`
const toDevice = [{ operationId: 'getDevice', parameter: 'deviceId', member: 'deviceId' }] as const

export const deviceRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'registerDevice',
    tag: 'devices',
    summary: 'Put a device on offer',
    description: 'The device belongs to the caller’s organisation and starts OFFLINE.',
    problems: ['ASSET_MISMATCH'],
    links: toDevice,
    method: 'POST',
    path: '/v1/devices',
    command: registerDevice,
    params: z.strictObject({}),
    body: registerDevice.input,
    example: exampleDevice,
    input: (_, body) => body,
    status: 201,
    answer: DeviceAnswer,
    location: locationOf,
    bodyLimit: calibrationLimit,
  }),
  mountQuery({
    operationId: 'getDevice',
    tag: 'devices',
    summary: 'Read a device',
    problems: ['NOT_FOUND'],
    path: '/v1/devices/:deviceId',
    params: DevicePath,
    answer: DeviceView,
    read: ({ services }, context, { deviceId }) => readDevice(services, context, deviceId),
  }),
  mountCommand({
    operationId: 'publishCalibration',
    tag: 'devices',
    summary: 'Publish a calibration',
    description: 'In the hub’s own form, or as IBM or Amazon Braket publish theirs.',
    problems: ['NOT_FOUND', 'DEVICE_RETIRED', 'CALIBRATION_MISMATCH'],
    links: toDevice,
    method: 'POST',
    path: '/v1/devices/:deviceId/calibrations',
    command: publishCalibration,
    params: DevicePath,
    body: publishCalibration.input.shape.published,
    example: exampleCalibration,
    input: ({ deviceId }, published) => ({ deviceId, published }),
    status: 201,
    answer: DeviceAnswer.extend({ calibrationId: Id }),
    location: locationOf,
    precondition: 'accepted',
    bodyLimit: calibrationLimit,
  }),
  mountCommand({
    operationId: 'publishPrice',
    tag: 'devices',
    summary: 'Add an entry to the price book',
    description: 'It applies from `validFrom` on. Quotes and jobs that exist keep their price.',
    problems: ['NOT_FOUND', 'DEVICE_RETIRED', 'ASSET_MISMATCH'],
    links: toDevice,
    method: 'POST',
    path: '/v1/devices/:deviceId/prices',
    command: publishPrice,
    params: DevicePath,
    body: publishPrice.input.shape.price,
    example: examplePrice,
    input: ({ deviceId }, price) => ({ deviceId, price }),
    status: 201,
    answer: DeviceAnswer.extend({ version: z.string().max(64) }),
    location: locationOf,
    precondition: 'required',
  }),
  mountCommand({
    operationId: 'changeDeviceStatus',
    tag: 'devices',
    summary: 'Take a device online, offline, pause or retire it',
    problems: ['NOT_FOUND', 'DEVICE_RETIRED', 'CALIBRATION_REQUIRED', 'ILLEGAL_DEVICE_TRANSITION'],
    links: toDevice,
    method: 'PUT',
    path: '/v1/devices/:deviceId/status',
    command: changeDeviceStatus,
    params: DevicePath,
    body: changeDeviceStatus.input.omit({ deviceId: true }),
    example: { status: 'ONLINE' },
    input: ({ deviceId }, body) => ({ deviceId, ...body }),
    status: 200,
    answer: DeviceAnswer.extend({ status: changeDeviceStatus.input.shape.status }),
    location: locationOf,
    precondition: 'required',
  }),
]
