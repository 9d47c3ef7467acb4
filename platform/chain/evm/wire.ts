import { getAddress } from 'ethers'
import { z } from 'zod'
import type { ChainLog, ChainReceipt, ChainTransaction, Header } from '../port.ts'

/** Values of the JSON-RPC of Ethereum, read into the port's. */
const quantity = z
  .string()
  .regex(/^0x[0-9a-f]+$/i)
  .transform((text) => BigInt(text))
const small = quantity.transform(Number).pipe(z.int())
const hex = z
  .string()
  .regex(/^0x[0-9a-f]*$/i)
  .transform((text) => text.toLowerCase())
const address = z.string().transform((text) => getAddress(text))

export const wireQuantity = quantity
export const wireSmall = small
export const wireHex = hex

export const wireHeader = z
  .object({ number: quantity, hash: hex, parentHash: hex, timestamp: small })
  .transform(
    ({ timestamp, ...header }): Header => ({
      ...header,
      at: new Date(timestamp * 1000).toISOString(),
    }),
  )

export const wireLog = z
  .object({
    address,
    topics: z.array(hex),
    data: hex,
    transactionHash: hex,
    blockHash: hex,
    blockNumber: quantity,
    logIndex: small,
  })
  .transform((log): ChainLog => log)

export const wireReceipt = z
  .object({
    transactionHash: hex,
    blockHash: hex,
    blockNumber: quantity,
    status: small,
    from: address,
    logs: z.array(wireLog),
    gasUsed: quantity,
    effectiveGasPrice: quantity,
  })
  .transform(
    ({ status, effectiveGasPrice, ...receipt }): ChainReceipt => ({
      ...receipt,
      status: status === 1 ? 'SUCCEEDED' : 'REVERTED',
      gasPrice: effectiveGasPrice,
    }),
  )

export const wireTransaction = z
  .object({
    hash: hex,
    from: address,
    to: address.nullable(),
    nonce: small,
    input: hex,
    value: quantity,
    blockHash: hex.nullish(),
  })
  .transform(
    ({ input, blockHash, ...transaction }): ChainTransaction => ({
      ...transaction,
      data: input,
      blockHash: blockHash ?? null,
    }),
  )
