import type { EstateProps } from '../../lib/estate-props';
import type { FindingException } from '../../lib/exceptions';
import { ESTATE } from '../config';
import { accessExceptions } from './access';
import { backupExceptions } from './backup';
import { platformExceptions } from './platform';
import { runbookExceptions } from './runbooks';
import { recoveryExceptions } from './recovery';

/** The findings that an estate of this shape accepts, each on one resource, with reason, owner and end. */
export function exceptionsOf(estate: EstateProps): FindingException[] {
  const atHome = [...platformExceptions(estate), ...accessExceptions(estate)];
  return [...atHome, ...recoveryExceptions(estate, atHome), ...backupExceptions(estate), ...runbookExceptions(estate)].flatMap(({ findings, resources, ...why }) =>
    resources.flatMap((resource) => findings.map((finding) => ({ finding, resource, ...why }))));
}

/** The exceptions of the reference estate. */
export const EXCEPTIONS: FindingException[] = exceptionsOf(ESTATE);
