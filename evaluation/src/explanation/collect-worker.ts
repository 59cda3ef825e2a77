// The thread in which incidents are collected, so that both cores work.
import { serveThreadCalls } from '@foreshock/server/base/thread-call.ts';
import type { PackSources } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { collectIncidents } from './collect-incidents.ts';

serveThreadCalls<number, PackSources[]>((seed) => ({ answer: collectIncidents(seed) }));
