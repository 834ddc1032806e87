//! The moments of a labelled sample.

use nalgebra::{DMatrix, DVector};

/// Count, XᵀX, XᵀY and YᵀY of n labelled prompts.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleMoments {
    /// n.
    pub count: usize,
    /// XᵀX, d × d.
    pub gram: DMatrix<f64>,
    /// XᵀY, length d.
    pub cross: DVector<f64>,
    /// YᵀY.
    pub label_square: f64,
}

impl SampleMoments {
    /// The moments of no examples in `dim` coordinates.
    pub fn empty(dim: usize) -> Self {
        Self { count: 0, gram: DMatrix::zeros(dim, dim), cross: DVector::zeros(dim), label_square: 0.0 }
    }

    /// The moments of these prompts (n × d, one in each row) with these labels (length n).
    ///
    /// # Panics
    ///
    /// If there is not one label for each prompt.
    pub fn of(prompts: &DMatrix<f64>, labels: &DVector<f64>) -> Self {
        assert_eq!(prompts.nrows(), labels.len(), "one label for each prompt");
        Self {
            count: prompts.nrows(),
            gram: prompts.tr_mul(prompts),
            cross: prompts.tr_mul(labels),
            label_square: labels.norm_squared(),
        }
    }

    /// Forgets all examples.
    pub fn clear(&mut self) {
        self.count = 0;
        self.gram.fill(0.0);
        self.cross.fill(0.0);
        self.label_square = 0.0;
    }

    /// The moments of the same prompts with the labels scale·Y + βᵀX.
    ///
    /// # Panics
    ///
    /// If β does not have as many coordinates as the sample.
    pub fn relabelled(&self, scale: f64, coefficients: &DVector<f64>) -> Self {
        let fitted = &self.gram * coefficients;
        let both = 2.0 * scale * coefficients.dot(&self.cross);
        Self {
            count: self.count,
            gram: self.gram.clone(),
            label_square: scale * scale * self.label_square + both + coefficients.dot(&fitted),
            cross: &self.cross * scale + fitted,
        }
    }

    /// Residual sum of squares Σᵢ (Yᵢ − βᵀXᵢ)² = YᵀY − 2βᵀXᵀY + βᵀXᵀXβ, not below 0.
    ///
    /// The cost is O(d) for each coordinate of β that is not zero.
    pub fn residual_square(&self, coefficients: &[f64]) -> f64 {
        let mut residual = self.label_square;
        for (j, &coefficient) in coefficients.iter().enumerate().filter(|(_, b)| **b != 0.0) {
            let fitted: f64 = self.gram.column(j).iter().zip(coefficients).map(|(g, b)| g * b).sum();
            residual += coefficient * (fitted - 2.0 * self.cross[j]);
        }
        residual.max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{dmatrix, dvector};

    #[test]
    fn residual_square_by_hand() {
        // Prompts (1, 0), (1, 2) with labels 3, 1; β = (1, −1) leaves residuals 2 and 2.
        let moments = SampleMoments::of(&dmatrix![1.0, 0.0; 1.0, 2.0], &dvector![3.0, 1.0]);
        assert_eq!(moments.gram, dmatrix![2.0, 2.0; 2.0, 4.0]);
        assert_eq!((moments.cross.clone(), moments.label_square), (dvector![4.0, 2.0], 10.0));
        assert_eq!(moments.residual_square(&[1.0, -1.0]), 8.0);
        assert_eq!(moments.residual_square(&[0.0, 0.0]), 10.0);
        // The labels 2Y + βᵀX are 7 and 1.
        let relabelled = moments.relabelled(2.0, &dvector![1.0, -1.0]);
        assert_eq!((relabelled.cross, relabelled.label_square), (dvector![8.0, 2.0], 50.0));
        assert_eq!((relabelled.count, relabelled.gram), (2, moments.gram));
    }
}
