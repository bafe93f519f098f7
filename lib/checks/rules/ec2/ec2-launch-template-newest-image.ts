import { compliant, demand, NOT_APPLICABLE, open, violation, type Resource, type Rule, type Value, type Verdict } from '../../rule';

export const Ec2LaunchTemplateNewestImage: Rule = {
  id: 'Ec2LaunchTemplateNewestImage',
  title: 'A new server starts from the newest image.',
  why: 'A written image id ages: every server that replaces another brings the old holes back.',
  mend: 'Let ImageId come from an SSM parameter (resolve:ssm:… without a version) or from an image pipeline.',
  controls: ['OPS2'],
  references: ['https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html'],
  types: ['AWS::EC2::LaunchTemplate', 'AWS::EC2::Instance', 'AWS::AutoScaling::LaunchConfiguration'],
  check: (server) => {
    const image = server.type === 'AWS::EC2::LaunchTemplate' ? server.at('LaunchTemplateData', 'ImageId') : server.at('ImageId');
    if (image.absent) {
      return server.at('LaunchTemplate').present || server.type === 'AWS::EC2::LaunchTemplate' ? NOT_APPLICABLE : violation('no image is named', image);
    }
    return verdict(image, server);
  },
};

function verdict(image: Value, server: Resource): Verdict {
  if (image.target) {
    return /^AWS::(ImageBuilder|SSM)::/.test(image.target.type) ? compliant(image) : violation('the image is not from a pipeline or parameter', image);
  }
  const parameter = /^\$\{\?parameter (\w+)\}$/.exec(image.text ?? '')?.[1];
  if (parameter) {
    const type = (server.view.template.section('Parameters')[parameter] as { Type?: string }).Type ?? '';
    return type.startsWith('AWS::SSM::Parameter::Value') ? compliant(image) : open(image);
  }
  // A version after the name pins the parameter: {{resolve:ssm:/name:3}}.
  const version = /^(?:\{\{)?resolve:ssm:[^:}]+(:[^}]+)?(?:\}\})?$/.exec(image.text ?? '');
  if (version) {
    return version[1] ? violation('the image is pinned to a version of the parameter', image) : compliant(image);
  }
  return demand(image, () => false, 'the image is pinned');
}
