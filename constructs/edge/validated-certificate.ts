import { Duration, Token } from 'aws-cdk-lib/core';
import { Certificate, CertificateValidation, type ICertificate, KeyAlgorithm } from 'aws-cdk-lib/aws-certificatemanager';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';

/** Kind of key pair of a certificate. ACM signs all of them with SHA-256 or stronger. */
export enum CertificateKey {
  /** RSA with 2048 bits: every client understands it. */
  RSA_2048 = 'RSA_2048',
  /** Elliptic curve P-256: smaller and faster, for clients of the last ten years. */
  EC_P256 = 'EC_prime256v1',
  /** Elliptic curve P-384. */
  EC_P384 = 'EC_secp384r1',
}

/** Properties of `ValidatedCertificate`. */
export interface ValidatedCertificateProps {
  /** Fully qualified name that the certificate is for, e.g. `app.example.com` or `*.example.com`. */
  readonly domainName: string;

  /**
   * Public hosted zone, in the same account, that all names lie in; the validation records are written into it and stay, so that
   * ACM can renew.
   */
  readonly hostedZone: IHostedZone;

  /** Topic that hears of an expiry that comes near: renewal has then been failing for a month. */
  readonly alarmTopic: ITopic;

  /**
   * Further names on the certificate, at most 9.
   *
   * @default - the certificate is for `domainName` alone
   */
  readonly subjectAlternativeNames?: string[];

  /**
   * Kind of key pair.
   *
   * @default - RSA with 2048 bits
   */
  readonly certificateKey?: CertificateKey;
}

const EXPIRY_WARNING_DAYS = 30;
const MAX_NAMES = 10;
const HOST_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * A public certificate from ACM: validated by DNS, transparency-logged, renewed by itself, with an alarm 30 days before expiry
 * (control EDG4).
 *
 * ACM renews 60 days before expiry as long as the validation records stand. The alarm also fires while the metric is missing, as
 * it is once a certificate has expired; so it stands in alarm for the first hours, until ACM has reported for the first time.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class ValidatedCertificate extends Construct {
  /** The certificate, for listeners. */
  public readonly certificate: ICertificate;
  /** ARN of the certificate. */
  public readonly certificateArn: string;
  /** The alarm on the days that are left. */
  public readonly expiryAlarm: Alarm;

  /**
   * @throws InvalidInputError that lists every name that is malformed or outside the hosted zone
   */
  constructor(scope: Construct, id: string, props: ValidatedCertificateProps) {
    super(scope, id);
    validate(this.node.path, props);
    this.certificate = new Certificate(this, 'Resource', {
      domainName: props.domainName,
      subjectAlternativeNames: props.subjectAlternativeNames,
      validation: CertificateValidation.fromDns(props.hostedZone),
      keyAlgorithm: new KeyAlgorithm(props.certificateKey ?? CertificateKey.RSA_2048),
      transparencyLoggingEnabled: true,
    });
    this.certificateArn = this.certificate.certificateArn;
    this.expiryAlarm = new Alarm(this, 'ExpiryAlarm', {
      metric: this.certificate.metricDaysToExpiry({ period: Duration.days(1), statistic: 'Minimum' }),
      alarmDescription: `The certificate of ${props.domainName} expires within ${EXPIRY_WARNING_DAYS} days: its renewal fails. Check its validation records.`,
      comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: EXPIRY_WARNING_DAYS,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.expiryAlarm.addAlarmAction(new SnsAction(props.alarmTopic));
  }
}

function validate(path: string, props: ValidatedCertificateProps): void {
  const problems = new Problems(`ValidatedCertificate '${path}'`);
  const alternatives = props.subjectAlternativeNames ?? [];
  const zone = props.hostedZone.zoneName.replace(/\.$/, '').toLowerCase();
  const check = (field: string, name: string) => {
    problems.require(HOST_NAME.test(name), field, name, 'Give a fully qualified host name in lower case, e.g. app.example.com.');
    const inZone = Token.isUnresolved(zone) || name === zone || name.endsWith(`.${zone}`);
    problems.require(inZone, field, name, `Give a name in the hosted zone ${zone}: elsewhere the validation records would never be found and the deployment would wait for days.`);
  };
  check('domainName', props.domainName);
  alternatives.forEach((name, index) => check(`subjectAlternativeNames[${index}]`, name));
  problems.require(alternatives.length < MAX_NAMES, 'subjectAlternativeNames', alternatives.length, `Give at most ${MAX_NAMES - 1}: ACM takes ${MAX_NAMES} names on a certificate by default.`);
  problems.throwIfAny();
}
