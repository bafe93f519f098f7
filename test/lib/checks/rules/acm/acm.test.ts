import { AcmCertificateDnsValidated } from '../../../../../lib/checks/rules/acm/acm-certificate-dns-validated';
import { AcmCertificateExpiryAlarmed } from '../../../../../lib/checks/rules/acm/acm-certificate-expiry-alarmed';
import { describeRule } from '../../../../support/rule-table';

const ref = (id: string) => ({ Ref: id });
const resource = (type: string, properties?: object) => ({ Type: type, ...(properties && { Properties: properties }) });
const withParameter = (resources: object) => ({ Parameters: { P: { Type: 'String' } }, Resources: resources });
const certificate = (properties: object = { ValidationMethod: 'DNS' }) => ({ Certificate: resource('AWS::CertificateManager::Certificate', properties) });

describeRule(AcmCertificateDnsValidated, {
  compliant: { 'by DNS': certificate(), 'logged, with a key on an elliptic curve': certificate({ ValidationMethod: 'DNS', CertificateTransparencyLoggingPreference: 'ENABLED', KeyAlgorithm: 'EC_prime256v1' }) },
  violation: { 'by e-mail': certificate({ ValidationMethod: 'EMAIL' }), 'by default': certificate({}), 'not logged': certificate({ ValidationMethod: 'DNS', CertificateTransparencyLoggingPreference: 'DISABLED' }) },
  notApplicable: { 'of a private authority': certificate({ CertificateAuthorityArn: 'arn' }) },
  unknown: { 'a parameter': withParameter(certificate({ ValidationMethod: ref('P') })) },
});

const dimensions = { Namespace: 'AWS/CertificateManager', MetricName: 'DaysToExpiry', Dimensions: [{ Name: 'CertificateArn', Value: ref('Certificate') }] };
const alarm = (properties: object = {}) => ({
  Alarm: resource('AWS::CloudWatch::Alarm', { ...dimensions, ComparisonOperator: 'LessThanThreshold', Threshold: 30, AlarmActions: ['arn:topic'], ...properties }),
});

describeRule(AcmCertificateExpiryAlarmed, {
  compliant: {
    'below 30': { ...certificate(), ...alarm() },
    'at most 45, as one of several metrics': { ...certificate(), ...alarm({ MetricName: undefined, Dimensions: undefined, Metrics: [{ Id: 'm', MetricStat: { Metric: dimensions } }], ComparisonOperator: 'LessThanOrEqualToThreshold', Threshold: '45' }) },
    'in another template': {
      templates: [
        { body: { Resources: certificate(), Outputs: { C: { Value: ref('Certificate'), Export: { Name: 'c' } } } } },
        { body: { Alarm: resource('AWS::CloudWatch::Alarm', { ...alarm().Alarm.Properties, Dimensions: [{ Name: 'CertificateArn', Value: { 'Fn::ImportValue': 'c' } }] }) } },
      ],
    },
  },
  violation: {
    'none': certificate(), 'on a metric of the same name': { ...certificate(), ...alarm({ Namespace: 'Acme/Certificates' }) }, 'too late': { ...certificate(), ...alarm({ Threshold: 7 }) }, 'the wrong way round': { ...certificate(), ...alarm({ ComparisonOperator: 'GreaterThanThreshold' }) },
    'nobody is told': { ...certificate(), ...alarm({ AlarmActions: [] }) }, 'actions are off': { ...certificate(), ...alarm({ ActionsEnabled: false }) },
    'of another certificate': { ...certificate(), Other: certificate().Certificate, ...alarm({ Dimensions: [{ Name: 'CertificateArn', Value: ref('Other') }] }) },
    'on another metric': { ...certificate(), ...alarm({ MetricName: 'Other' }) },
  },
  notApplicable: { 'no certificate': { Topic: resource('AWS::SNS::Topic') } },
  unknown: { 'the threshold is a parameter': withParameter({ ...certificate(), ...alarm({ Threshold: ref('P') }) }), 'the actions are a parameter': withParameter({ ...certificate(), ...alarm({ AlarmActions: ref('P') }) }) },
});
