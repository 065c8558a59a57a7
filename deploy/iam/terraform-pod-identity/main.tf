# A role in AWS for the service account prodhealth in the namespace prodhealth (EKS Pod Identity, from Kubernetes 1.24 on). Above
# this folder: policy.json. Leave serviceAccount.roleArn of the chart empty. Pods that run already have to start anew:
#   terraform apply -var cluster_name=my-cluster
#   kubectl -n prodhealth rollout restart deployment/prodhealth

variable "cluster_name" {
  type = string
}

resource "aws_iam_role" "prodhealth" {
  name = "prodhealth-${var.cluster_name}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
    }]
  })
}

resource "aws_iam_role_policy" "prodhealth" {
  name   = "prodhealth"
  role   = aws_iam_role.prodhealth.id
  policy = file("${path.module}/../policy.json")
}

# Leave it out where the cluster has the add-on already.
resource "aws_eks_addon" "pod_identity" {
  cluster_name = var.cluster_name
  addon_name   = "eks-pod-identity-agent"
}

resource "aws_eks_pod_identity_association" "prodhealth" {
  cluster_name    = var.cluster_name
  namespace       = "prodhealth"
  service_account = "prodhealth"
  role_arn        = aws_iam_role.prodhealth.arn
}
