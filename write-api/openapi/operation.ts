import type { MountDocument } from '../mount.ts'
import { commonHeaders, requestHeadersOf, retryAfter, successHeadersOf } from './headers.ts'
import { problemResponsesOf } from './problem-responses.ts'

type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

const meanings: Readonly<Record<string, string>> = {
  '200': 'Done',
  '201': 'Created',
  '202': 'Accepted: the work goes on',
}

/** One link for each operation, with all of the parameters that the answer has for it. */
const linksOf = ({ links = [] }: MountDocument) =>
  Object.fromEntries(
    links.map(({ operationId }) => {
      const parameters = links
        .filter((link) => link.operationId === operationId)
        .map(({ parameter, member }): readonly [string, string] => [
          parameter,
          `$response.body#/${member}`,
        ])
      return [operationId, { operationId, parameters: Object.fromEntries(parameters) }]
    }),
  )

/** Content that is sent as it is. */
const contentOf = ({ download }: MountDocument): Json =>
  download === undefined
    ? {}
    : { content: Object.fromEntries(download.types.map((type) => [type, {}])) }

const describeSuccess = (document: MountDocument, status: string, response: unknown): Json => {
  const links = linksOf(document)
  return {
    ...(isJson(response) ? response : {}),
    description: meanings[status] ?? 'Answered',
    ...contentOf(document),
    headers: {
      ...commonHeaders,
      ...successHeadersOf(document),
      ...(status === '202' ? { 'Retry-After': retryAfter } : {}),
    },
    ...(Object.keys(links).length === 0 ? {} : { links }),
  }
}

/** What the route says, and who may ask for it. */
const descriptionOf = ({ description, summary, access, scope }: MountDocument): string => {
  const needed = scope === undefined ? [] : [`Scope: \`${scope}\`.`]
  const who = access === 'signed-in' ? needed : ['Anybody may call this.']
  return [description ?? `${summary}.`, ...who].join('\n\n')
}

const withExample = (requestBody: unknown, { example }: MountDocument): unknown => {
  if (!isJson(requestBody) || example === undefined) return requestBody
  const { content } = requestBody
  const entries = Object.entries(isJson(content) ? content : {})
  const shown = entries.map(([type, media]): readonly [string, Json] => [
    type,
    { ...(isJson(media) ? media : {}), example },
  ])
  return { ...requestBody, content: Object.fromEntries(shown) }
}

/** `deviceId` → "The id of the device." Whoever says more in the schema is left alone. */
const describeParameter = (parameter: unknown): unknown => {
  if (!isJson(parameter) || 'description' in parameter) return parameter
  const { name } = parameter
  if (name === 'validateOnly')
    return { ...parameter, description: '`true`: answer the events, and write none.' }
  const words = String(name)
    .replace(/Id$/, '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return {
    ...parameter,
    description: /Id$/.test(String(name)) ? `The id of the ${words}.` : `The ${words}.`,
  }
}

/** A body that is taken as it is. */
const uploadOf = ({ upload }: MountDocument): Json =>
  upload === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          description: 'The content as it is.',
          content: Object.fromEntries(upload.types.map((type) => [type, {}])),
        },
      }

/** An operation as its schemas made it, completed by what its document tells. */
export const completeOperation = (operation: Json, document: MountDocument): Json => {
  const { parameters, responses, requestBody, ...rest } = operation
  const successes = Object.entries(isJson(responses) ? responses : {}).map(([status, response]) => [
    status,
    describeSuccess(document, status, response),
  ])
  const notModified =
    document.kind === 'query'
      ? { '304': { description: 'The state still has that ETag', headers: commonHeaders } }
      : {}
  return {
    ...rest,
    summary: document.summary,
    description: descriptionOf(document),
    tags: [document.tag],
    ...(document.access === 'signed-in' ? {} : { security: [] }),
    parameters: [
      ...(Array.isArray(parameters)
        ? (parameters as readonly unknown[]).map(describeParameter)
        : []),
      ...requestHeadersOf(document),
    ],
    ...(requestBody === undefined
      ? uploadOf(document)
      : { requestBody: withExample(requestBody, document) }),
    responses: {
      ...Object.fromEntries(successes),
      ...notModified,
      ...problemResponsesOf(document),
    },
  }
}
