/** Of persons and keys. Each may do what the one before it may, and more. */
export const roles = ['viewer', 'responder', 'editor', 'admin'] as const;
export type Role = (typeof roles)[number];
