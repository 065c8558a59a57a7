# A role in AWS for the service account prodhealth in the namespace prodhealth (IRSA). Above this folder: policy.json.
#   terraform apply -var cluster_name=cortex
#   helm upgrade … --set serviceAccount.roleArn=$(terraform output -raw role_arn)

variable "cluster_name" {
  type = string
}

data "aws_eks_cluster" "this" {
  name = var.cluster_name
}

# A stock Cortex may have none: eksctl utils associate-iam-oidc-provider --cluster cortex --approve
data "aws_iam_openid_connect_provider" "this" {
  url = data.aws_eks_cluster.this.identity[0].oidc[0].issuer
}

locals {
  issuer = trimprefix(data.aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")
}

resource "aws_iam_role" "prodhealth" {
  name = "prodhealth-${var.cluster_name}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = data.aws_iam_openid_connect_provider.this.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      # This one account of this one cluster, and nobody else that the cluster vouches for.
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = "system:serviceaccount:prodhealth:prodhealth"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "prodhealth" {
  name   = "prodhealth"
  role   = aws_iam_role.prodhealth.id
  policy = file("${path.module}/../policy.json")
}

output "role_arn" {
  value = aws_iam_role.prodhealth.arn
}
