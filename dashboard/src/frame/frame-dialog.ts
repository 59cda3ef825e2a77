/** Which dialog of the frame is open, if one is. */
export type FrameDialog = 'palette' | 'ask' | 'help' | undefined;
