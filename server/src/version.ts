import packageFile from '../package.json' with { type: 'json' };

/** Of the release, as the API and the dashboard show it. */
export const VERSION: string = packageFile.version;
