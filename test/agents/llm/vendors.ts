import { anthropicSpeech } from './speech/anthropic.ts'
import { bedrockSpeech } from './speech/bedrock.ts'
import { openAiSpeech } from './speech/openai.ts'
import type { Speech } from './speech/speech.ts'

const key = { keyEnv: 'TEST_LLM_KEY' } as const

/** Every kind of provider that is asked over HTTP. */
export const speeches: readonly Speech[] = [
  openAiSpeech({ kind: 'openai', limit: 'max_completion_tokens', key }),
  openAiSpeech({ kind: 'groq', limit: 'max_completion_tokens', key }),
  openAiSpeech({ kind: 'ollama', limit: 'max_tokens' }),
  openAiSpeech({ kind: 'openai-compatible', limit: 'max_tokens', key }),
  anthropicSpeech,
  bedrockSpeech,
]
