// The thread in which incidents are collected, so that both cores work.
import { serveThreadCalls } from '@foreshock/server/base/thread-call.ts';
import { type CollectedIncident, collectIncidents } from './collect-incidents.ts';

serveThreadCalls<number, CollectedIncident[]>((seed) => ({ answer: collectIncidents(seed) }));
