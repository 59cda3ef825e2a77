import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { createContext, useContext, useEffect, useState } from 'react';

/** Server time minus the time of this machine. */
export const ClockOffsetContext = createContext<DurationMs>(0);

/** The time of this machine; the only place where the dashboard reads it. */
export function machineTime(): Timestamp {
  return Date.now();
}

/** The server's time, advancing by `step`. */
export function useNow(step: DurationMs = 15_000): Timestamp {
  const offset = useContext(ClockOffsetContext);
  const [time, setTime] = useState(machineTime);
  useEffect(() => {
    setTime(machineTime());
    const timer = setInterval(() => setTime(machineTime()), step);
    return () => clearInterval(timer);
  }, [step]);
  return Math.floor((time + offset) / 1000) * 1000;
}
