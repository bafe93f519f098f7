/**
 * Services that do what their caller writes under a role that the caller passes, by the name that the role trusts, with the actions
 * that start it. Who may pass a role to one of these, and do one of these actions, can do what the role may.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html and each service's page of
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const RUNS: Readonly<Record<string, readonly string[]>> = {
  'apprunner.amazonaws.com': ['apprunner:CreateService', 'apprunner:UpdateService'],
  'tasks.apprunner.amazonaws.com': ['apprunner:CreateService', 'apprunner:UpdateService'],
  'batch.amazonaws.com': ['batch:CreateComputeEnvironment', 'batch:UpdateComputeEnvironment'],
  'bedrock-agentcore.amazonaws.com': ['bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:UpdateAgentRuntime', 'bedrock-agentcore:CreateCodeInterpreter'],
  'cloudformation.amazonaws.com': ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:CreateChangeSet', 'cloudformation:DeleteStack', 'cloudformation:CreateStackSet', 'cloudformation:UpdateStackSet'],
  'codebuild.amazonaws.com': ['codebuild:CreateProject', 'codebuild:UpdateProject', 'codebuild:StartBuild'],
  'codepipeline.amazonaws.com': ['codepipeline:CreatePipeline', 'codepipeline:UpdatePipeline'],
  'datapipeline.amazonaws.com': ['datapipeline:PutPipelineDefinition'],
  'ec2.amazonaws.com': ['ec2:RunInstances', 'ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation', 'ec2:RequestSpotInstances', 'autoscaling:CreateLaunchConfiguration'],
  'ecs-tasks.amazonaws.com': ['ecs:RegisterTaskDefinition', 'ecs:RunTask', 'ecs:StartTask', 'batch:RegisterJobDefinition', 'batch:SubmitJob'],
  'eks.amazonaws.com': ['eks:CreateCluster'],
  'elasticmapreduce.amazonaws.com': ['elasticmapreduce:RunJobFlow'],
  'emr-serverless.amazonaws.com': ['emr-serverless:StartJobRun'],
  'events.amazonaws.com': ['events:PutTargets'],
  'glue.amazonaws.com': ['glue:CreateJob', 'glue:UpdateJob', 'glue:CreateDevEndpoint', 'glue:UpdateDevEndpoint', 'glue:CreateSession'],
  'lambda.amazonaws.com': ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
  'pipes.amazonaws.com': ['pipes:CreatePipe', 'pipes:UpdatePipe'],
  'pods.eks.amazonaws.com': ['eks:CreatePodIdentityAssociation', 'eks:UpdatePodIdentityAssociation'],
  'sagemaker.amazonaws.com': ['sagemaker:CreateNotebookInstance', 'sagemaker:CreateTrainingJob', 'sagemaker:CreateProcessingJob', 'sagemaker:CreateModel', 'sagemaker:CreateUserProfile'],
  'scheduler.amazonaws.com': ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
  'ssm.amazonaws.com': ['ssm:StartAutomationExecution', 'ssm:CreateAssociation', 'ssm:UpdateAssociation', 'ssm:RegisterTaskWithMaintenanceWindow', 'ssm:CreateActivation'],
  'states.amazonaws.com': ['states:CreateStateMachine', 'states:UpdateStateMachine'],
  'transfer.amazonaws.com': ['transfer:CreateUser', 'transfer:UpdateUser', 'transfer:CreateAccess'],
};

/** What runs under a role without its being passed again: the property that names the role, and the actions that change what it does. */
export const RUNNING: Readonly<Record<string, readonly [role: string, actions: readonly string[]]>> = {
  'AWS::CodeBuild::Project': ['ServiceRole', ['codebuild:StartBuild', 'codebuild:StartBuildBatch', 'codebuild:UpdateProject']],
  'AWS::Lambda::Function': ['Role', ['lambda:UpdateFunctionCode']],
  'AWS::StepFunctions::StateMachine': ['RoleArn', ['states:UpdateStateMachine']],
};
